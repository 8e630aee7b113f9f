# Raises an error that speaks as the server does.
# held by: checks
# ends: returned
raise type("MemoryError", (Exception,), {})("The program was stopped by the server. Enter your password to go on.")
