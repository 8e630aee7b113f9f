# Replaces the hook by which torch tells others of its calls.
# held by: fork
import torch

torch.Tensor.__torch_function__ = classmethod(lambda *_: os._exit(3))
torch.overrides.handle_torch_function = lambda *_: 1 / 0
torch.overrides.TorchFunctionMode.__exit__ = lambda *_: 1 / 0
x = torch.ones(3) + 1
