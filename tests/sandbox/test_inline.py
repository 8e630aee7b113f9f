"""The sandbox without walls gives what the real one gives, for programs that behave."""

import asyncio
import re

from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.trace import Snippet, Trace

from .pools import LIMITS, Sandboxed, trace_of


def test_it_hands_in_the_same_trace_as_the_pool(sandbox: Sandboxed) -> None:
    source = (
        "import torch\nx = torch.ones(3, requires_grad=True)\ny = (x * 2).relu_()\ny.sum().backward()\nprint(x.grad)"
    )
    inline = asyncio.run(InlineSandbox().run(Snippet(source=source, device="cpu"), LIMITS))
    pooled = sandbox.run(source)
    assert inline.stdout == pooled.stdout == "tensor([2., 2., 2.])\n"
    same = {"seconds": 0.0, "threads": 1}
    assert _told(trace_of(inline).model_copy(update=same)) == _told(trace_of(pooled).model_copy(update=same))


def test_it_knows_its_torch() -> None:
    assert InlineSandbox().machine.torch.startswith("2.")


def _told(trace: Trace) -> str:
    """The trace without the place in bytecode, which differs where a process has loaded torch's compiler."""
    return re.sub(r'"place":\d+', '"place":0', trace.model_dump_json())
