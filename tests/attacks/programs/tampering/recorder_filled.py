# Finds the recorder's lists, and fills them with itself.
# held by: fork
import gc

import torch

x = torch.ones(3)
for each in gc.get_objects():
    if type(each).__module__.startswith("inplace_lab.tracer"):
        for value in getattr(each, "__dict__", {}).values():
            if isinstance(value, list):
                value.extend([value] * 100)
y = x + 1
