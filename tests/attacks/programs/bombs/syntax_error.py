# Raises a syntax error in places that there are not.
# held by: checks
raise SyntaxError("x", ("<snippet>", 10**12, -5, "x" * 1_000_000, -1, 10**12))
