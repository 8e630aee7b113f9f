# Opens what the server has open a second time: pipes of other runs among them.
# held by: landlock
# bites without: landlock
for number in range(64):
    try:
        file = os.open(f"/proc/{SERVER}/fd/{number}", os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        continue
    breach(f"descriptor {number}")
