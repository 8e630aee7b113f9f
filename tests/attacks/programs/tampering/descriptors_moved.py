# Exchanges the descriptors by which its process speaks.
# held by: fork, checks
spare = [os.dup(number) for number in (1, 2, 3)]
os.dup2(spare[2], 1)
os.dup2(spare[0], 3)
os.dup2(spare[1], 4)
print("where does this go?")
