# Raises an error of a type that does harm when it is asked its name.
# held by: fork


class Kind(type):
    @property
    def __module__(cls):
        raise SystemExit

    @property
    def __qualname__(cls):
        raise KeyboardInterrupt


raise Kind("Error", (Exception,), {})
