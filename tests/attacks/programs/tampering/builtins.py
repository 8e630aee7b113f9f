# Replaces what the simplest functions do.
# held by: fork
import builtins

for name in ("isinstance", "len", "open", "print", "getattr", "hash", "repr", "str", "sorted", "iter", "type"):
    setattr(builtins, name, lambda *_, **__: -1)
