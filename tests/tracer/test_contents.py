"""What a trace says that storages hold is what torch says when the same program is run line by line."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inplace_lab.soundness import refuse_unsound
from inplace_lab.trace import MOST_CONTENTS, MOST_ELEMENTS, Content, Trace
from inplace_lab.tracer.elements import elements
from inplace_lab.tracer.raw import on_host

from .programs import run

FIVE = {
    "views of one conv output": (
        "conv = torch.nn.Conv2d(1, 2, 3)",
        "x = conv(torch.ones(1, 1, 5, 5))",
        "row = x[0, 1]",
        "col = x[..., 2]",
        "y = x.sigmoid()",
        "with torch.no_grad(): col.mul_(2)",
    ),
    "sigmoid then mul_": (
        "w = torch.tensor([0.1, -0.2, 3.0], requires_grad=True)",
        "y = w.sigmoid()",
        "(y + w).sum().backward()",
        "y.mul_(2)",
    ),
    "expand": ("x = torch.tensor([[1.0], [2.0]])", "y = x.expand(2, 3)", "x.add_(0.1)", "z = y * 2"),
    "data": ("w = torch.ones(3, requires_grad=True)", "y = w.exp()", "y.data.mul_(2)", "y.sum().backward()"),
    "detach and write": ("x = torch.randn(4, requires_grad=True)", "y = x * 3", "d = y.detach()", "d.zero_()"),
}


def check(program: Sequence[str]) -> None:
    """Run a program line by line in this process and compare every storage that has a name."""
    trace = run("\n".join(program)).trace
    refuse_unsound(trace)
    assert (trace.failure, trace.cuts) == (None, ())
    told = {line: (named, held) for line, named, held in contents_by_line(trace)}
    torch.manual_seed(0)
    namespace: dict[str, Any] = {}
    for number, line in enumerate(program, 1):
        exec(line, namespace)
        if number in told:
            compare(namespace, *told[number])


def contents_by_line(trace: Trace) -> Iterator[tuple[int, dict[str, str], dict[str, Content]]]:
    """After each line: the storage of each name, and what each storage holds."""
    storages = {tensor.id: tensor.storage for tensor in trace.tensors}
    named: dict[str, str] = {}
    held: dict[str, Content] = {}
    for step, following in zip(trace.steps, [*trace.steps[1:], None], strict=True):
        held.update((content.storage, content) for content in step.contents)
        named.update((b.name, storages[b.tensor] or "") for b in step.bindings if b.tensor)
        if step.line and (following is None or following.line != step.line):
            yield step.line, dict(named), dict(held)


def compare(namespace: dict[str, Any], named: dict[str, str], held: dict[str, Content]) -> None:
    tensors = {name: value for name, value in namespace.items() if isinstance(value, torch.Tensor)}
    for name, tensor in list(tensors.items()):
        if tensor.is_leaf and tensor.grad is not None:
            tensors[f"{name}.grad"] = tensor.grad
    for name, tensor in tensors.items():
        content = held[named[name]]
        true = flat(tensor, content.dtype)
        assert content.count == len(true)
        if len(true) <= MOST_ELEMENTS:
            assert reads_back(content.values, true), (name, content.values, true)
        else:
            low, high = block_ends(true)
            assert reads_back([block.low for block in content.blocks], low)
            assert reads_back([block.high for block in content.blocks], high)


def flat(tensor: torch.Tensor, dtype: str) -> torch.Tensor:
    """The whole storage as one flat tensor."""
    return torch.empty(0, dtype=getattr(torch, dtype)).set_(tensor.untyped_storage())


def reads_back(values: Any, true: torch.Tensor) -> bool:
    """Whether numbers, read as the dtype, are the same bits (any nan is as good as another)."""
    read = torch.tensor([complex(v) if true.is_complex() else float(v) for v in values], dtype=torch.complex128)
    if not true.is_complex():
        return read.real.to(true.dtype).nan_to_num(-7).tolist() == true.nan_to_num(-7).tolist()
    return read.to(true.dtype).to(torch.complex128).tolist() == true.to(torch.complex128).tolist()


def block_ends(true: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The lowest and the highest of eight blocks, as torch finds them."""
    comparable = true.to(torch.int64) if "uint" in str(true.dtype) else true
    blocks = comparable.split(-(-len(true) // 8))
    return torch.stack([block.min() for block in blocks]), torch.stack([block.max() for block in blocks])


@pytest.mark.parametrize("name", FIVE)
def test_the_five_programs_hold_what_torch_says(name: str) -> None:
    check(("import torch", *FIVE[name]))


LINES = (
    "c = a[1]",
    "c = a[:, 2:].t()",
    "c = b.reshape(-1)[2:7]",
    "c = a.data",
    "c = a.detach()[::2]",
    "d = c.expand(2, *c.shape)",
    "d = c * 3",
    "b = a.bfloat16()",
    "b = a.half().t()",
    "b = a.double().requires_grad_()",
    "b = (a > 0)",
    "b = torch.cat([a, a, a, a, a, a])",
    "a = a.clone()",
    "a[0] = 5",
    "a[:, 1].mul_(c.sum().float())",
    "a.clamp_(min=0)",
    "a.data.sub_(0.1)",
    "c.copy_(c.flip(0))",
    "c.div_(3)",
    "torch.relu_(a)",
    "a.log_()",
    "a.t_()",
    "a.set_(a.clone())",
    "a.numpy()[0] = 7; d = a * 2",
    "c.resize_(0) if c.numel() else None",
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=12))
def test_random_views_and_writes_hold_what_torch_says(lines: list[str]) -> None:
    start = ("import torch", "a = torch.randn(3, 3)", "b = a.t()", "c = a[0]", "d = b + 1")
    program = []
    namespace: dict[str, Any] = {}
    for line in (*start, *lines):
        try:
            exec(line, namespace)
        except (RuntimeError, IndexError, TypeError):
            continue  # this line makes no sense here
        program.append(line)
    check(program)


PLAIN = ("bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float16", "bfloat16")
PLAIN += ("float32", "float64", "complex32", "complex64", "complex128")


@pytest.mark.parametrize("dtype", PLAIN)
def test_every_dtype_is_read_as_its_own_numbers(dtype: str) -> None:
    check(["import torch", f"x = (torch.randn(6) * 9).abs().to(torch.{dtype})"])


@pytest.mark.parametrize("dtype", [dtype for dtype in PLAIN if "complex" not in dtype])
def test_blocks_of_every_dtype_are_its_own_numbers(dtype: str) -> None:
    check(["import torch", f"x = (torch.randn(100) * 9).abs().to(torch.{dtype})"])


def test_complex_numbers_have_no_order_so_no_blocks() -> None:
    content = last_content("x = torch.randn(100, dtype=torch.complex64)")
    assert (content.count, content.values, content.blocks) == (100, (), ())


@pytest.mark.parametrize(
    "source",
    [
        "x = torch.ones(8).to(torch.float8_e4m3fn)",
        "x = torch.ones(8).to(torch.float8_e5m2)",
        "x = torch.quantize_per_tensor(torch.ones(8), 0.1, 0, torch.quint8)",
    ],
)
def test_a_dtype_without_plain_numbers_is_not_read(source: str) -> None:
    content = last_content(source)
    assert (content.count, content.values, content.blocks) == (8, (), ())


def last_content(source: str) -> Content:
    return run(f"import torch\n{source}").trace.steps[-1].contents[-1]


def test_numbers_are_the_shortest_that_read_back() -> None:
    assert last_content("x = torch.tensor([0.1, 1/3, 1e-45, 3e38, 16777216.0])").values == (
        *(0.1, 0.33333334, 1e-45, 3e38, 16777216.0),
    )
    assert last_content("x = torch.tensor([0.1, 1/3, 1e4], dtype=torch.bfloat16)").values == (0.1, 0.334, 10000.0)
    assert last_content("x = torch.tensor([0.1, 1/3, 6e-8], dtype=torch.float16)").values == (0.1, 0.3333, 6e-8)
    assert last_content("x = torch.tensor([0.1, 1/3], dtype=torch.float64)").values == (0.1, 1 / 3)


def test_what_json_has_no_number_for_is_text() -> None:
    assert last_content("x = torch.tensor([float('nan'), float('inf'), -float('inf')])").values == (
        "nan",
        "inf",
        "-inf",
    )
    assert last_content("x = torch.tensor([1+2j, 0.1-0.5j])").values == ("1+2j", "0.1-0.5j")
    assert last_content("x = torch.tensor([True, False])").values == (1, 0)


@given(st.lists(st.floats(width=32), min_size=1, max_size=500))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_float32_is_told_as_numpy_writes_it(numbers: list[float]) -> None:
    raw = numpy.array(numbers, "f4")
    assert [str(element) for element in elements(raw.tobytes(), "float32")] == [str(float(str(n))) for n in raw]


def test_every_bfloat16_reads_back() -> None:
    raw = torch.arange(65536).to(torch.int32).to(torch.int16)
    told = elements(raw.numpy().tobytes(), "bfloat16")
    assert reads_back(told, raw.view(torch.bfloat16))


def test_a_block_with_nan_says_nan() -> None:
    content = last_content("x = torch.arange(100.0)\nx[3] = float('nan')")
    assert (content.blocks[0].low, content.blocks[0].high, content.blocks[1].low) == ("nan", "nan", 13)


def contents_of(source: str) -> list[list[tuple[str, tuple[Any, ...]]]]:
    """Storage and values of each content, step by step."""
    trace = run(f"import torch\n{source}").trace
    refuse_unsound(trace)
    assert (trace.failure, trace.cuts) == (None, ())
    return [[(content.storage, content.values) for content in step.contents] for step in trace.steps]


def test_content_is_told_only_where_it_is_new() -> None:
    source = "x = torch.ones(2)\ny = x[1:]\nx.mul_(1)\nx.add_(1)\nz = x.relu()"
    assert contents_of(source) == [[("s0", (1, 1))], [], [], [("s0", (2, 2))], [("s1", (2, 2))]]


def test_what_numpy_writes_is_told_without_a_write_by_the_next_step_that_touches_it() -> None:
    trace = run("import torch\nx = torch.zeros(2)\nx.numpy()[0] = 5\ny = torch.ones(1)\nz = x + 1").trace
    told = [[content.values for content in step.contents] for step in trace.steps]
    assert told == [[(0, 0)], [(1,)], [(5, 0), (6, 1)]]
    assert not any(step.writes for step in trace.steps)


def test_memory_that_no_tensor_has_looked_at_is_empty_text() -> None:
    """mse_loss takes memory for every difference and returns the first element of it."""
    content = last_content("x = torch.nn.functional.mse_loss(torch.ones(3), torch.zeros(3))")
    assert (content.count, content.values) == (3, (1.0, "", ""))
    content = last_content("x = torch.nn.functional.mse_loss(torch.ones(100), torch.zeros(100))")
    assert [(block.low, block.high) for block in content.blocks] == [(1.0, 1.0), *[("", "")] * 7]


def test_memory_that_nobody_has_written_is_not_told() -> None:
    assert contents_of("x = torch.empty(2)\nx.zero_()\nx.resize_(0)") == [[], [("s0", (0, 0))], []]


def test_gradients_are_told_where_they_come_to_be() -> None:
    trace = run("import torch\nw = torch.ones(2, requires_grad=True)\n(w * 3).sum().backward()").trace
    multiply = next(step for step in trace.steps if step.op == "MulBackward0")
    assert [content.values for content in multiply.contents] == [(3, 3)]


def test_large_storages_are_looked_into_when_made_and_when_written_only() -> None:
    trace = run("import torch\nx = torch.zeros(100)\ny = x + 1\nx.add_(1)\nz = torch.zeros(2**20 + 1)").trace
    told = [[(c.storage, len(c.blocks)) for c in step.contents] for step in trace.steps]
    assert told == [[("s0", 8)], [("s1", 8)], [("s0", 8)], [("s2", 0)]]


def test_large_storages_are_summarised_up_to_a_limit() -> None:
    trace = run("import torch\nx = torch.zeros(2**20)\nfor _ in range(5): x.add_(1)").trace
    assert [len(content.blocks) for step in trace.steps for content in step.contents] == [8, 8, 8, 8, 0]


def test_contents_end_at_the_limit_and_the_trace_says_so() -> None:
    source = "import torch\nxs = [torch.zeros(64) for _ in range(64)]\nfor _ in range(40): torch._foreach_add_(xs, 1)"
    trace = run(source).trace
    refuse_unsound(trace)
    (cut,) = trace.cuts
    assert (cut.limit, cut.at, cut.step) == ("contents", MOST_CONTENTS, 94)
    assert [bool(step.contents) for step in trace.steps] == [step.index <= 94 for step in trace.steps]
    assert sum(len(content.values) for step in trace.steps for content in step.contents) == MOST_CONTENTS


UNREADABLE = {
    "meta": "x = torch.ones(3, device='meta')\ny = x + 1",
    "sparse": "x = torch.eye(3).to_sparse()\ny = x * 2",
    "emptied": "x = torch.ones(100)\nx.untyped_storage().resize_(0)\ny = x.view(10, 10)",
    "shrunk": "x = torch.ones(50)\nx.untyped_storage().resize_(8)\ny = x.view(5, 10)",
    "moved": "x = torch.ones(4)\ny = x * 1\nx.data = torch.ones(1)\nz = y + x\nx.data = torch.ones(60)\nw = x + 1",
    "fake": "from torch._subclasses import FakeTensorMode\nwith FakeTensorMode(): x = torch.ones(3) + 1",
    "fake GPU": "from torch._subclasses import FakeTensorMode\n"
    "with FakeTensorMode(): x = torch.ones(3, device='cuda') + 1",
    "emptied in a hook": "w, kept = torch.ones(9, requires_grad=True), []\ny = w * 2\n"
    "y.register_hook(lambda g: [kept.append(g.clone()), kept[0].untyped_storage().resize_(0), None][2])\n"
    "y.exp().sum().backward()",
    "told to raise": "import numpy\nnumpy.seterr(all='raise')\nx = torch.tensor([1e-45, float('nan'), 3e38])",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_does_no_harm(name: str) -> None:
    try:
        contents_of(UNREADABLE[name])
    finally:
        numpy.seterr(all="warn")


def test_a_storage_is_never_read_beyond_its_end() -> None:
    assert contents_of(UNREADABLE["shrunk"])[-1] == [("s0", (1, 1))]
    assert contents_of(UNREADABLE["emptied"])[-1] == [("s0", ())]


def test_a_lazy_copy_stays_lazy() -> None:
    source = "x = torch.ones(3)\ny = torch._lazy_clone(x)\nz = x + y\nprint(torch._C._is_cow_tensor(y))"
    assert run(f"import torch\n{source}").stdout == "True\n"
    assert contents_of(source) == [[("s0", (1, 1, 1))], [("s1", (1, 1, 1))], [("s2", (2, 2, 2))]]


def test_reading_is_no_work_that_the_programs_own_profiler_sees() -> None:
    source = """
import torch
from torch.profiler import ProfilerActivity, profile
with profile(activities=[ProfilerActivity.CPU]) as profiler:
    x = torch.ones(3, requires_grad=True)
    (x * 2).exp().sum().backward()
    torch.zeros(1000).add_(1)
print([(event.key, event.count) for event in profiler.key_averages()])
"""
    assert run(source).stdout == run(source, trace=False).stdout


def test_bytes_of_a_gpu_are_copied_to_the_host() -> None:
    """The copy itself, tried on the CPU; tests/tracer/test_cuda.py tries it on a GPU."""
    x = torch.arange(5.0)
    copy = on_host(x.untyped_storage())
    x.zero_()
    assert copy.view("f4").tolist() == [0, 1, 2, 3, 4]
