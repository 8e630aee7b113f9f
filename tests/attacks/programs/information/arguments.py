# Prints how its process was started.
# held by: fork
import sys

print(sys.argv, sys.orig_argv, sys.executable, sys.path, sys.flags)
