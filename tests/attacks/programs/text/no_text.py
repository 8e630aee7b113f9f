# Prints bytes that are no text.
# held by: checks
# ends: returned
os.write(1, bytes(range(256)) * 8)
os.write(2, b"\xff\xfe\xed\xa0\x80\xf4\x90\x80\x80")
