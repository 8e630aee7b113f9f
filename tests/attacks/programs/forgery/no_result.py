# Closes the place where results are handed in.
# held by: checks
os.closerange(3, 100)
