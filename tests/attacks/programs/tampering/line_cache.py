# Tells lies about the source of all files.
# held by: fork
import linecache


class Lines:
    def __getitem__(self, key):
        raise SystemExit


linecache.cache = Lines()
linecache.getline = linecache.getlines = lambda *_: 1 / 0
raise ValueError("x")
