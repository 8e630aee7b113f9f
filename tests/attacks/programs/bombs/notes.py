# Raises an error with a hundred thousand notes, some of them no text.
# held by: checks
error = ValueError("x")
error.__notes__ = ["note " * 20] * 100_000 + [1, None, object()]
raise error
