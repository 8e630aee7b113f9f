# Raises an error with a message of ten million characters.
# held by: checks
# ends: returned
raise ValueError("x" * 10_000_000)
