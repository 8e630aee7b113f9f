# Climbs up through the frames that called it, and takes what they hold.
# held by: fork
import sys

frame = sys._getframe()
while frame:
    for name, value in [*frame.f_locals.items()]:
        if type(value).__name__ == "socket" and value.fileno() >= 0:
            breach(f"{name} in {frame.f_code.co_name}")
    frame = frame.f_back
