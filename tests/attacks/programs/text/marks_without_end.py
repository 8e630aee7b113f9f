# Prints a letter with a thousand accents.
# held by: checks
# ends: returned
print("a" + "\u0301" * 1000)
