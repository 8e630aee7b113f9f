# Prints the environment that its process was started with.
# held by: fork, landlock
print(open("/proc/self/environ").read())
