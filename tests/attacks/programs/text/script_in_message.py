# Raises an error that is a script.
# held by: checks
# ends: returned
raise type("<script>alert(1)</script>", (Exception,), {})('"><script>alert(1)</script>')
