# Raises an error in a line of a million characters.
# held by: checks
# ends: returned
exec(compile("x = [" + "1, " * 300_000 + "1 / 0]", "<snippet>", "exec"))
