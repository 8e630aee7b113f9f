# Puts something else into its own place.
# held by: fork
import sys

sys.modules["__main__"] = None
del sys.modules["__main__"]
