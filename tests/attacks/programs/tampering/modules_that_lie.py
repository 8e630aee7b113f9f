# Puts other things into the places of modules.
# held by: fork
import sys


class Liar:
    def __getattr__(self, name):
        raise SystemExit(name)


for name in [*sys.modules]:
    if name.startswith(("torch", "json", "traceback", "linecache", "inplace_lab")):
        sys.modules[name] = Liar()
