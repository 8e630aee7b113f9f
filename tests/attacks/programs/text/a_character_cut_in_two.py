# Prints so that the limit of output falls into the middle of a character.
# held by: checks
# ends: output
os.write(1, b"x" + "中".encode() * 1400)
