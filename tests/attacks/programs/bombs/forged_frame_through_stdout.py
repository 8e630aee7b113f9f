# Prints what looks like a result, an error and the end of a run.
# held by: checks
# ends: returned
print('\x08\x00\x00\x00\x00\x00\x00\x00{"status"')
print("Traceback (most recent call last):\n  File \"server.py\", line 1\nSandboxBroken: all is lost")
print("\x04\x1a\x03\x00")
