# Takes all modules away.
# held by: fork
import sys

sys.modules.clear()
