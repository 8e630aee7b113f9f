# Raises an error whose message is no text, and whose type says that it is another.
# held by: fork


class Strange(Exception):
    def __str__(self):
        return 7

    __module__ = 7
    __qualname__ = "x"


Strange.__module__ = None
raise Strange
