"""Answers: honest ones in many styles, and hostile ones with the words that they are refused with."""

HONEST = {
    "functions": """
def twice(t: torch.Tensor, by: float = 2.0) -> torch.Tensor:
    return t * by
y = twice(x)
""",
    "a network": """
class Net(nn.Module):
    depth = 2

    def __init__(self, act=nn.ReLU):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(4, 4) for _ in range(self.depth))
        self._act = act()

    @torch.no_grad()
    def norm(self):
        return sum(p.norm() for p in self.parameters())

    def forward(self, input):
        for layer in self.layers:
            input = self._act(layer(input))
        return input

net = Net()
y = net(x)
net.layers[0].weight = nn.Parameter(torch.ones(4, 4))
""",
    "old super": """
class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.norm = 1
""",
    "a main function": """
def main():
    y = x * 2
    print(f'{y.sum():.3f}', y.shape)

if __name__ == '__main__':
    main()
""",
    "comprehensions": """
ys = [x[i] * i for i in range(4)]
d = {k: v for k, v in enumerate(ys)}
y = torch.stack(ys)
""",
    "asserts and errors": """
try:
    assert x.isfinite().all()
except (AssertionError, RuntimeError) as e:
    print(type(e).__name__, e)
    raise ValueError('no') from e
""",
    "training": """
opt = torch.optim.SGD([x], lr=0.1)
for _ in range(2):
    opt.zero_grad()
    x.square().sum().backward()
    opt.step()
with torch.no_grad():
    x -= 0.1 * x.grad
x.grad = None
x.requires_grad = False
""",
    "in place": """
y = x.clone()
y[0] = 1
y[1:] += 2
y.mul_(2)
torch.add(y, 1, out=torch.empty(4))
nn.init.zeros_(y)
""",
    "asking": """
print(x.data_ptr(), x._version, x.grad_fn, x.untyped_storage().nbytes(), x.is_leaf)
y = (x * 2).exp()
print(y.grad_fn._saved_result, y._base, isinstance(y, torch.Tensor), type(y), x.tolist())
""",
    "imports": """
import math
import torch.nn.functional as F
from torch.utils.checkpoint import checkpoint
from torch.nn import Linear, functional
from torch import Tensor, optim
y: Tensor = checkpoint(F.relu, x, use_reentrant=False) * math.pi
z = functional.gelu(Linear(4, 4)(y))
""",
    "a walrus, a lambda and a generator": """
f = lambda t: t * 2
def gen():
    yield from (f(x), x)
if (n := len(list(gen()))):
    y = n
""",
    "names of Python": """
input = x
sum = 0
max = x.max()
id = 3
y = input * id
""",
    "an escape in a text": """
print('a\\d')
y = x * 2
""",
}

HOSTILE = {
    "import os": "imports os",
    "import torch._C": "imports torch._C",
    "from torch import *": "all names",
    "from torch import load": "torch.load",
    "from inplace_lab import trace": "imports inplace_lab",
    "from . import trace": "imports .",
    "import math as torch": "second thing",
    "torch = None": "to something else",
    "for nn in range(3): pass": "to something else",
    "del torch": "to something else",
    "print = repr": "Python's own name print",
    "t = torch": "hands torch itself",
    "t = [nn][0]": "hands torch.nn itself",
    "f = lambda t=torch.nn: t": "hands torch.nn itself",
    "T = torch.Tensor": "hands torch.Tensor itself",
    "torch.relu = 3": "belongs to torch",
    "nn.Linear.forward = lambda self, t: t": "belongs to torch",
    "torch.Tensor.detach = lambda t: t": "belongs to torch",
    "torch.__dict__['relu'] = 3": "__dict__",
    "torch._C._set_grad_enabled(False)": "torch's own business",
    "torch.ops.aten.relu(x)": "torch.ops",
    "torch.load('x')": "torch.load",
    "torch.ｌoad('x')": "torch.load",
    "torch.library.Library('a', 'DEF')": "torch.library",
    "torch.compile(print)": "torch.compile",
    "torch.set_default_dtype(torch.float64)": "set_default_dtype",
    "with torch.autograd.graph.saved_tensors_hooks(abs, abs): pass": "saved_tensors_hooks",
    "x.register_hook(lambda g: g * 2)": "registers a hook",
    "x.register_post_accumulate_grad_hook(print)": "registers a hook",
    "x.backward.__self__": "__self__",
    "().__class__.__bases__[0].__subclasses__()": "__",
    "exec('y = 1')": "uses exec",
    "eval('x')": "uses eval",
    "open('/etc/passwd')": "uses open",
    "getattr(x, 'da' + 'ta')": "uses getattr",
    "setattr(x, 'detach', 1)": "uses setattr",
    "globals()['torch'] = 1": "uses globals",
    "vars(x)": "uses vars",
    "input()": "uses input",
    "__import__('os')": "__import__",
    "__builtins__": "__builtins__",
    "c = type(x)": "uses type",
    "raise SystemExit": "leaves the program",
    "exit()": "leaves the program",
    "quit(0)": "leaves the program",
    "torch.manual_seed(0)": "random numbers",
    "g = torch.Generator()": "random numbers",
    "x.grad = x.detach()": "gradient by hand",
    "x.grad += 1": "gradient by hand",
    "x.data = x.detach()": "assigns to .data",
    "x.detach = lambda: x": "assigns to x.detach",
    "x.numpy()[0] = 1": "uses numpy",
    "x.untyped_storage().copy_(x.untyped_storage())": "uses untyped_storage",
    "x.set_(x)": "uses set_",
    "x.as_subclass(int)": "as_subclass",
    "g = (i for i in [1])\ng.gi_frame": "gi_frame",
    "ValueError().with_traceback(None).__traceback__": "__traceback__",
    "match x:\n    case object(__class__=c): pass": "uses match",
    "async def f(): pass": "async def",
    "dict(__class__=3)": "__class__",
    "class A(torch.Tensor): pass": "derives A",
    "class A(nn.Parameter): pass": "derives A",
    "class A(torch.autograd.Function): pass": "torch.autograd.Function",
    "class A(metaclass=str): pass": "does more",
    "class A:\n    def __torch_function__(self): pass": "__torch_function__",
    "class A:\n    __class__ = int": "__class__",
    "class A:\n    def f(self): self.detach = 1\nA.f(x)": "hands the class A",
    "class A:\n    def f(self): self.detach = 1\nB = A": "hands the class A",
    "class A:\n    def f(self): self.detach = 1\n    f(x)": "does more",
    "class A:\n    def f(self): self.detach = 1\n    def g(self, h=f): h(x)": "does more",
    "class A:\n    @print\n    def f(self): self.detach = 1": "does more",
    "@print\nclass A:\n    def f(self): self.detach = 1": "does more",
    "class A:\n    @staticmethod\n    def f(self): self.detach = 1": "assigns to self.detach",
    "class A:\n    def f(self):\n        def g(self): self.detach = 1\n        g(x)": "assigns to self.detach",
    "class A:\n    def f(self):\n        self = x\n        self.detach = 1": "its first parameter",
    "class A:\n    def f(self):\n        for self in [x]: self.detach = 1": "its first parameter",
    "class A:\n    def f(self): return super": "super",
    "super = print": "Python's own name super",
    "property = print": "Python's own name property",
    "y = ____": "blank",
    "x.____()": "blank",
}
