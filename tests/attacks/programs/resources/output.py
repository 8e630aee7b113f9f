# Prints 50 MiB.
# held by: watchdog
# ends: output
for number in range(1_000_000):
    print("again " * 9)
