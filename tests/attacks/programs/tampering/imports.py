# Has every later import bring in something else.
# held by: fork
import builtins
import sys

builtins.__import__ = lambda *_, **__: object()
sys.meta_path[:] = [object()]
sys.path_hooks[:] = [lambda path: 1 / 0]
