# Leaves by an exception that says each time that it is another.
# held by: fork


class Leaving(SystemExit):
    @property
    def code(self):
        raise self

    @property
    def __class__(self):
        raise KeyboardInterrupt


raise Leaving
