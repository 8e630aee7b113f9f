# Prints one line of 50 MiB.
# held by: watchdog
# ends: output
print("x" * 50_000_000)
