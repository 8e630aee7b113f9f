import torch

for kind in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
    print(torch.finfo(kind).max, torch.finfo(kind).eps)
print(torch.iinfo(torch.int8).min, torch.tensor(300).to(torch.uint8), torch.tensor(0.1).double().item())
print(torch.result_type(torch.ones(1, dtype=torch.int32), 1.5), torch.can_cast(torch.double, torch.int))
