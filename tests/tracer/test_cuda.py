"""On a GPU the trace tells what it tells on the CPU. Skipped where there is none."""

import pytest
import torch

from inplace_lab.trace import Snippet, Trace
from inplace_lab.tracer.run import run_snippet

from .programs import BY_NAME, run

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no CUDA device")


def on_gpu(source: str) -> Trace:
    return run_snippet(Snippet(source=source, device="cuda"), max_steps=2000, max_tensors=20000)


@pytest.mark.parametrize("name", ["article_off", "article_on", "four_blocks_sgd", "sigmoid_then_mul"])
def test_steps_lines_and_writes_are_those_of_the_cpu(name: str) -> None:
    gpu, cpu = on_gpu(BY_NAME[name]), run(BY_NAME[name]).trace
    gpu.self_check()
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
