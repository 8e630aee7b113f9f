# Finds the recorder among all objects, and empties it.
# held by: fork
import gc

import torch

x = torch.ones(3)
for each in gc.get_objects():
    if type(each).__module__.startswith("inplace_lab"):
        for name in [*getattr(each, "__dict__", ())]:
            try:
                setattr(each, name, None)
            except BaseException:
                pass
y = x + 1
