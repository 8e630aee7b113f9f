# Looks for the server's own parts, which may know more, in its memory.
# held by: fork
import sys

for name in sys.modules:
    if name.startswith(("inplace_lab.web", "inplace_lab.runs", "inplace_lab.main", "fastapi", "uvicorn")):
        breach(name)
