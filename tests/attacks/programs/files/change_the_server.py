# Opens the server's own code for writing.
# held by: landlock
breach(open(PACKAGE + "/__init__.py", "r+"))
