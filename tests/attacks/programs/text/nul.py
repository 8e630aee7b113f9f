# Prints and raises zeros.
# held by: checks
# ends: returned
print("a\x00b")
raise ValueError("a\x00b")
