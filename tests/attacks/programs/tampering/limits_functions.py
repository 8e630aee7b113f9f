# Replaces what lifts its limits at the end, and calls it before.
# held by: limits, watchdog
import inplace_lab.sandbox.limits as limits

for name in ("open_reserve", "apply"):
    if function := getattr(limits, name, None):
        try:
            function()
        except BaseException:
            pass
        setattr(limits, name, lambda *_: None)
rows = [bytearray(b"x") * 2**20 for _ in range(900)]
breach("a gigabyte")
