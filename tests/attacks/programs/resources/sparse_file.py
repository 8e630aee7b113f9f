# Makes a file that says that it is a tebibyte long.
# held by: limits
# bites without: limits
with open("big", "wb") as file:
    file.truncate(2**40)
breach("a tebibyte")
