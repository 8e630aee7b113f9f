"""The five programs that the drawing language was made for, and the scenes of any program."""

from inplace_lab.player.film import scenes
from inplace_lab.player.plan import plan_of
from inplace_lab.player.scene import Row, Scene
from inplace_lab.trace import Snippet, Trace
from inplace_lab.tracer.run import run_snippet

VIEWS = """import torch
from torch import nn

conv = nn.Conv2d(1, 1, 3)
with torch.no_grad():
    x = conv(torch.randn(1, 1, 5, 6))[0, 0]
row = x[1]
col = x[:, 2]
flipped = x.t()
x.add_(1)
"""
SIGMOID = """import torch

x = torch.randn(3, 4, requires_grad=True)
y = x.sigmoid()
y.mul_(2)
y.sum().backward()
"""
EXPAND = """import torch

x = torch.randn(1, 4)
e = x.expand(3, 4)
x.mul_(2)
"""
DATA = """import torch

x = torch.randn(4, requires_grad=True)
y = x.sigmoid()
y.data.mul_(2)
y.sum().backward()
"""
DETACH = """import torch

x = torch.randn(4, requires_grad=True)
y = x.exp()
z = y.detach()
z.zero_()
y.sum().backward()
"""
FIVE = {"views": VIEWS, "sigmoid": SIGMOID, "expand": EXPAND, "data": DATA, "detach": DETACH}


def trace_of(source: str) -> Trace:
    """What the program did, in this process."""
    return run_snippet(Snippet(source=source, device="cpu"), max_steps=2000, max_tensors=20000)


def film_of(source: str) -> list[Scene]:
    """Every scene of the program."""
    trace = trace_of(source)
    return list(scenes(trace, plan_of(trace), 0, len(trace.steps)))


def at_line(film: list[Scene], line: int) -> Scene:
    """The last scene of a line."""
    return [scene for scene in film if scene.step.line == line][-1]


def row_of(scene: Scene, name: str) -> Row:
    """The row that a name lies on."""
    rows = [slot.row for slot in scene.slots if slot.row is not None]
    return next(row for row in rows if any(name in rail.names for rail in row.rails))


def kinds(scene: Scene) -> list[str]:
    """What is said of a step."""
    return [fact.kind for fact in scene.facts]
