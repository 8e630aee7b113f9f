import torch

with torch.autograd.set_detect_anomaly(True):
    x = torch.tensor([1.0], requires_grad=True)
    (x * 2).sum().backward()
print(x.grad)
with torch.no_grad():
    print((x * 2).requires_grad)
print(torch.is_grad_enabled(), x.detach().requires_grad, torch.inference_mode(mode=True).__class__.__name__)
