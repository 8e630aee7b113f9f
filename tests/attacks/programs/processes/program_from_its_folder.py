# Writes a program into its own folder, and becomes it.
# held by: landlock, seccomp
# bites without: landlock, seccomp
with open(os.open("program", os.O_CREAT | os.O_WRONLY, 0o755), "w") as file:
    file.write("#!/bin/sh\necho BREACH\n")
os.execv("./program", ["program"])
