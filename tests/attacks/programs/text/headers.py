# Raises an error with what would begin a new header or a new message.
# held by: checks
# ends: returned
raise ValueError("x\r\nSet-Cookie: owned=1\r\n\r\n<h1>owned</h1>\n\ndata: owned\n\nevent: done")
