# Takes the simplest functions away.
# held by: fork
import builtins

vars(builtins).clear()
