# Runs a program as most Python programs do.
# held by: landlock, seccomp
# bites without: landlock, seccomp
import subprocess

subprocess.run(["echo", "BREACH"])
