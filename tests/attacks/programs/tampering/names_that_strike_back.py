# Keeps its names in objects that do harm when they are looked at.
# held by: fork


class Trap:
    def __getattr__(self, name):
        raise SystemExit(name)

    def __eq__(self, other):
        raise KeyboardInterrupt

    def __hash__(self):
        return 0

    def __iter__(self):
        while True:
            yield self

    def __len__(self):
        return 10**18

    def __bool__(self):
        raise GeneratorExit

    __class__ = property(lambda self: os._exit(3))


trap = Trap()
traps = [trap, {"x": trap}, (trap,)]
globals()[1] = trap
globals()[None] = trap
