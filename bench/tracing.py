"""A training step of four Conv→ReLU blocks: untraced, traced, under torch.profiler, under torchlens."""

import warnings
from collections.abc import Callable

import torch
from torch import nn
from torch.profiler import ProfilerActivity, profile

from inplace_lab.trace import Snippet
from inplace_lab.tracer.run import run_snippet

from .clock import by_turns, show

STEPS = 4
_PROGRAM = """\
import torch
from torch import nn

net = nn.Sequential(*[
    layer for _ in range(4) for layer in (nn.Conv2d({c}, {c}, 3, padding=1, bias=False), nn.ReLU(inplace=True))
])
x = torch.randn({b}, {c}, {s}, {s})
for _ in range({steps}):
    net.zero_grad()
    net(x).sum().backward()
"""


def main() -> None:
    """Print the comparison for the catalogue's size and for one where the work itself is small."""
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    for batch, channels, size, rounds in ((8, 64, 32, 5), (1, 16, 32, 15)):
        title = f"{STEPS} training steps of four Conv2d→ReLU blocks, {batch}×{channels}×{size}×{size}, one thread"
        show(title, by_turns(_things(batch, channels, size), rounds), "untraced")


def _things(batch: int, channels: int, size: int) -> dict[str, Callable[[], object]]:
    program = _PROGRAM.format(b=batch, c=channels, s=size, steps=STEPS)
    step = _step(batch, channels, size)
    return {
        "untraced": lambda: _run(program, trace=False),
        "Inplace Lab: traced and assembled": lambda: _run(program, trace=True),
        "torch.profiler, memory and stacks: recorded": lambda: _profiled(program),
        "torch.profiler, memory and stacks: and read": lambda: _profiled(program).events(),
        "torchlens.trace of forward, then backward": lambda: [_torchlens(step) for _ in range(STEPS)],
    }


def _run(program: str, *, trace: bool) -> None:
    result = run_snippet(Snippet(source=program, device="cpu", trace=trace), max_steps=2000, max_tensors=20000)
    assert result.failure is None
    assert result.cuts == ()


def _profiled(program: str) -> profile:
    code = compile(program, "snippet.py", "exec")
    with profile(
        activities=[ProfilerActivity.CPU], profile_memory=True, with_stack=True, record_shapes=True
    ) as profiler:
        exec(code, {})
    return profiler


def _step(batch: int, channels: int, size: int) -> tuple[nn.Module, torch.Tensor]:
    layers = (
        layer
        for _ in range(4)
        for layer in (nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.ReLU(inplace=True))
    )
    return nn.Sequential(*layers), torch.randn(batch, channels, size, size)


def _torchlens(step: tuple[nn.Module, torch.Tensor]) -> None:
    """torchlens records the forward pass; the backward pass is torch's own, without a record."""
    import torchlens

    net, x = step
    torchlens.trace(net, x)
    net.zero_grad()
    net(x).sum().backward()
