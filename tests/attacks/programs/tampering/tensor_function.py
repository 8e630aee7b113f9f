# Is a tensor that answers torch's calls itself, with its own errors.
# held by: fork
import torch


class Answers(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        raise SystemExit(function)


x = torch.ones(3).as_subclass(Answers)
try:
    y = x + 1
except SystemExit:
    pass
