# Closes all that it has.
# held by: checks
os.closerange(0, 1024)
