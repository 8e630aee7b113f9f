"""Live bytes agree with torch's own profiler to the byte; where they cannot, the reason is pinned here."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inplace_lab.soundness import refuse_unsound

from .allocator import Kept, kept_by_allocator
from .programs import BY_NAME, run

# What the allocator sees and no storage shows, or the other way round.
DIFFERENCES = {
    "checkpointed": "checkpoint keeps two random states of 5,056 bytes, which no operator makes",
    "compiled_eager": "torch.compile tries operators out on tensors of its own while it compiles",
    "numpy_shares_memory": "from_numpy borrows 16 bytes that torch never allocated",
    "resize_and_set": "while resize_ runs, the old and the new bytes exist side by side",
    "sparse_and_meta": "indices and values of a sparse tensor are no storage of it",
    "vmap_and_func_grad": "inside torch.func transforms only the outermost operators are heard",
}
FAILING = {name for name, source in BY_NAME.items() if run(source, trace=False).trace.failure is not None}
COMPARED = sorted(set(BY_NAME) - FAILING - set(DIFFERENCES))


def silent(source: str) -> str:
    """Without printing, which makes tensors of its own that nobody wants to see."""
    return source.replace("print(", "(lambda *_: None)(")


def compare(source: str) -> tuple[Kept, int, int]:
    """What the allocator kept, and the tracer's peak and end for the same program."""
    trace = run(silent(source)).trace
    refuse_unsound(trace)
    assert trace.cuts == ()
    assert trace.failure is None
    kernels = {kernel for step in trace.steps for kernel in step.kernels}
    end = trace.steps[-1].live.total if trace.steps else 0
    return kept_by_allocator(silent(source), kernels), trace.peak(), end


@pytest.mark.parametrize("name", COMPARED)
def test_peak_and_end_are_the_allocators(name: str) -> None:
    allocator, peak, end = compare(BY_NAME[name])
    assert end == allocator.end
    assert allocator.peak_without_numbers <= peak <= allocator.peak


@pytest.mark.parametrize("name", DIFFERENCES)
def test_known_differences_are_still_there(name: str) -> None:
    allocator, peak, end = compare(BY_NAME[name])
    assert (peak, end) != (allocator.peak, allocator.end)


def test_random_states_of_a_checkpoint_are_the_whole_difference() -> None:
    allocator, peak, end = compare(BY_NAME["checkpointed"].replace("False)", "False, preserve_rng_state=False)"))
    assert end == allocator.end
    assert allocator.peak_without_numbers <= peak <= allocator.peak


def test_convolution_workspace_is_seen_by_the_allocator_only() -> None:
    allocator, peak, _ = compare(BY_NAME["article_on"])
    assert peak == allocator.peak
    assert allocator.largest_workspace > 0


FAN_OUT = """
import torch
x = torch.randn(1000, requires_grad=True)
y = x * x
z = y.exp() + y.sin() + y.cos() + y.tanh()
z.sum().backward()
"""


def test_gradients_of_a_fan_out_are_added_in_place_as_untraced() -> None:
    """A watched storage would make the engine add out of place: see NOTE [Watching a storage]."""
    allocator, peak, end = compare(FAN_OUT)
    assert (peak, end) == (allocator.peak, allocator.end)


@pytest.mark.parametrize("name", ["silu", "mish", "gelu", "softplus", "hardswish"])
def test_backward_operators_that_only_some_devices_have_a_kernel_for_are_heard(name: str) -> None:
    """silu_backward and mish_backward have kernels beside what they are made of, and those run unheard elsewhere."""
    source = f"""
import torch
from torch.nn import functional as F
x = torch.randn(1000, requires_grad=True)
F.{name}(F.{name}(x * 2) * 2).sum().backward()
"""
    backward = [kernel for step in run(source).trace.steps if step.node for kernel in step.kernels]
    assert backward.count(f"aten::{name}_backward") == 2
    allocator, peak, end = compare(source)
    assert end == allocator.end
    assert allocator.peak_without_numbers <= peak <= allocator.peak


def test_bias_of_linear_is_added_in_place_as_untraced() -> None:
    source = "import torch\nx = torch.randn(2, 50, 8).transpose(0, 1)\ny = torch.nn.Linear(8, 8)(x)"
    kernels = {kernel for step in run(source).trace.steps for kernel in step.kernels}
    assert "aten::add_" in kernels
    assert "aten::add" not in kernels


LINES = (
    "h = conv(h)",
    "h = torch.relu(h)",
    "h = torch.relu_(conv(h))",
    "h = h + keep.sum()",
    "h = conv(h) + h",
    "h = h * keep",
    "h = h[:, :, 1:].exp()",
    "keep = h.detach()",
    "part = conv(h)[:, :1]; part.mul_(2); h = h + part",
    "h = h.transpose(2, 3).contiguous()",
    "h = torch.cat([h, h], 1)[:, ::2]",
    "h = h.reshape(h.shape[0], h.shape[1], -1, 1)",
    "h = nn.functional.dropout(h, 0.5, inplace=False)",
    "h = nn.functional.leaky_relu_(conv(h), 0.1)",
    "h, extra = h.sigmoid(), h.sum()",
    "h = sum([h.sin(), h.cos(), h])",
)
TRAIN = ("h.sum().backward()", "h.square().mean().backward()", "torch.autograd.grad(h.sum(), conv.weight)")


@st.composite
def programs(draw: st.DrawFn) -> str:
    """A small random graph of convolutions, views, in-place operations and fan-outs."""
    body = draw(st.lists(st.sampled_from(LINES), min_size=1, max_size=7))
    end = draw(st.sampled_from(TRAIN))
    head = "import torch\nfrom torch import nn\nconv = nn.Conv2d(2, 2, 3, padding=1)\nx = torch.randn(2, 2, 8, 8)"
    return "\n".join([head, "h = keep = conv(x)", *body, "keep = h", end])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(programs())
def test_random_graphs_agree_with_the_allocator(source: str) -> None:
    failure = run(source, trace=False).trace.failure
    if failure is not None:
        traced = run(source).trace.failure
        assert traced is not None
        assert (traced.type, traced.message, traced.line) == (failure.type, failure.message, failure.line)
        return
    allocator, peak, end = compare(source)
    assert end == allocator.end
    assert allocator.peak_without_numbers <= peak <= allocator.peak
