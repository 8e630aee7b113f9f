# Raises an error of a type with a name of ten million characters.
# held by: checks
# ends: returned
raise type("E" * 10_000_000, (Exception,), {})
