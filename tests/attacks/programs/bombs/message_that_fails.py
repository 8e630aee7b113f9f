# Raises an error that will not say what it is.
# held by: fork


class Silent(Exception):
    def __str__(self):
        raise SystemExit("no")

    __repr__ = __str__


raise Silent
