# Counts the descriptors that it has: more than its own four are somebody else's.
# held by: fork
open_ones = []
for number in range(4096):
    try:
        os.fstat(number)
    except OSError:
        continue
    open_ones.append(number)
if open_ones not in ([0, 1, 2, 3], [0, 1, 2, 3, 4]):
    breach(open_ones)
