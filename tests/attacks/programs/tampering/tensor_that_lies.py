# Is a tensor, and says each time that it is another.
# held by: fork
import torch


class Liar(torch.Tensor):
    @property
    def shape(self):
        raise SystemExit

    @property
    def grad_fn(self):
        return os

    _version = is_leaf = requires_grad = property(lambda self: 1 / 0)

    def __getattribute__(self, name):
        if name in ("untyped_storage", "data_ptr", "dim", "dtype"):
            raise KeyboardInterrupt
        return super().__getattribute__(name)


x = torch.ones(3).as_subclass(Liar)
y = x + 1
