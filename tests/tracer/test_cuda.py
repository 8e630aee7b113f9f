"""On a GPU the trace tells what it tells on the CPU. Skipped where there is none."""

import pytest
import torch

from inplace_lab.soundness import refuse_unsound
from inplace_lab.trace import Snippet, Step, Trace
from inplace_lab.tracer.run import run_snippet

from .programs import BY_NAME, run

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no CUDA device")


def on_gpu(source: str) -> Trace:
    return run_snippet(Snippet(source=source, device="cuda"), max_steps=2000, max_tensors=20000)


@pytest.mark.parametrize("name", ["article_off", "article_on", "four_blocks_sgd", "sigmoid_then_mul"])
def test_steps_lines_and_writes_are_those_of_the_cpu(name: str) -> None:
    gpu, cpu = on_gpu(BY_NAME[name]), run(BY_NAME[name]).trace
    refuse_unsound(gpu)
    assert gpu.cuts == ()
    assert {storage.device for storage in gpu.storages} == {"cuda"}
    assert [(s.op, s.line, len(s.writes)) for s in gpu.steps] == [(s.op, s.line, len(s.writes)) for s in cpu.steps]


def test_storages_agree_with_the_caching_allocator() -> None:
    """The allocator rounds each block up to 512 bytes; sizes here are multiples of that."""
    source = "import torch\nx = torch.ones(1024, 1024)\ny = x * 2\nz = (y + 1).relu_()\ndel y"
    torch.cuda.synchronize()
    before = torch.cuda.memory_allocated()
    torch.cuda.reset_peak_memory_stats()
    trace = on_gpu(source)
    assert trace.peak() == torch.cuda.max_memory_allocated() - before


@pytest.mark.parametrize("name", ["article_off", "sigmoid_then_mul", "views_of_one_tensor", "expand_in_place"])
def test_contents_are_those_of_the_cpu_as_far_as_rounding_goes(name: str) -> None:
    told = [[_numbers(step) for step in trace.steps] for trace in (on_gpu(BY_NAME[name]), run(BY_NAME[name]).trace)]
    assert any(told[0])
    assert [len(numbers) for numbers in told[0]] == [len(numbers) for numbers in told[1]]


def test_values_of_a_gpu_are_read_as_they_are() -> None:
    trace = on_gpu("import torch\nx = torch.arange(4.0)\nx.add_(0.1)\ny = torch.arange(100)")
    told = [(content.values, content.blocks) for step in trace.steps for content in step.contents]
    assert [values for values, _ in told] == [(0, 1, 2, 3), (0.1, 1.1, 2.1, 3.1), ()]
    assert (told[-1][1][0].low, told[-1][1][0].high) == (0, 12)


def test_gradients_on_a_gpu_are_told_once_they_may_be_asked() -> None:
    trace = on_gpu("import torch\nw = torch.ones(2, requires_grad=True)\n(w * 3).sum().backward()")
    assert (3, 3) in [content.values for step in trace.steps for content in step.contents]


def test_a_graph_is_captured_as_untraced() -> None:
    """To read would end the capture."""
    source = """
import torch
x = torch.zeros(3)
torch.cuda.synchronize()
graph = torch.cuda.CUDAGraph()
with torch.cuda.graph(graph):
    y = x + 1
graph.replay()
assert y.tolist() == [1, 1, 1]
"""
    trace = on_gpu(source)
    assert (trace.failure, trace.cuts) == (None, ())


def _numbers(step: Step) -> list[int]:
    return [len(content.values) + len(content.blocks) for content in step.contents]
