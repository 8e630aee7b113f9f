# Opens the zygote's memory, which all later runs are copied from, for writing.
# held by: landlock
breach(open(f"/proc/{ZYGOTE}/mem", "r+b"))
