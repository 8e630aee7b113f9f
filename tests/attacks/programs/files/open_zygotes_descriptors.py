# Opens what the zygote has open: its line to the server.
# held by: landlock
for number in range(3, 64):
    try:
        os.open(f"/proc/{ZYGOTE}/fd/{number}", os.O_RDWR | os.O_NONBLOCK)
    except OSError:
        continue
    breach(f"descriptor {number}")
