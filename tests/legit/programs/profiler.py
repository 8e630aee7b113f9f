import torch
from torch.profiler import ProfilerActivity, profile, record_function

with profile(activities=[ProfilerActivity.CPU], record_shapes=True) as prof:
    with record_function("my block"):
        x = torch.randn(16, 16)
        for _ in range(3):
            x = x @ x
names = {event.key: event.count for event in prof.key_averages()}
print(names["aten::mm"], names["my block"])
