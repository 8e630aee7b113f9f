# Takes torch away.
# held by: fork
import sys

for name in [*sys.modules]:
    if name.startswith(("torch", "numpy", "pydantic", "inplace_lab")):
        del sys.modules[name]
