# Writes a file of 8 MiB.
# held by: limits
# bites without: limits
with open("big", "wb") as file:
    for _ in range(8):
        file.write(b"x" * 2**20)
if os.path.getsize("big") >= 2**23:
    breach("8 MiB")
