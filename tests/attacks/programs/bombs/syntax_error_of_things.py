# Raises a syntax error whose parts are not what they should be.
# held by: fork
error = SyntaxError("x")
error.filename, error.lineno, error.offset, error.text = "<snippet>", "seven", [], 7
error.msg = object()
raise error
