# Has everything that it prints go into its result.
# held by: checks
os.dup2(3, 1)
for number in range(100):
    print("{" * 1000, flush=True)
