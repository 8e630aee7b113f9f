"""Programs: what is shown is what runs, and each block has its line."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from inplace_lab.lab.network.activations import ACTIVATIONS
from inplace_lab.lab.network.presets import PRESETS, Preset
from inplace_lab.lab.network.spec import (
    Act,
    Add,
    Back,
    Capture,
    Concat,
    Conv2d,
    GroupNorm,
    Input,
    Linear,
    Mark,
    NetworkSpec,
    Options,
)
from inplace_lab.lab.programs.layers import labels
from inplace_lab.lab.programs.program import program_of

SMALL = Input(batch=2, channels=4, height=6, width=6)
NET = NetworkSpec(
    input=SMALL,
    blocks=(
        Mark(name="a"),
        Conv2d(out=4, frozen=True),
        Capture(),
        Act(name="elu", form="functional"),
        GroupNorm(groups=2),
        Act(form="method"),
        Add(name="a", inplace="switch"),
        Concat(name="a"),
        Back(name="a"),
        Linear(out=3),
    ),
)


def ran(spec: NetworkSpec, *, inplace: bool) -> dict[str, object]:
    """The names that a program leaves behind."""
    names: dict[str, object] = {}
    exec(compile(program_of(spec, inplace=inplace).snippet.source, "program", "exec"), names)
    return names


@pytest.mark.parametrize("inplace", [False, True])
@pytest.mark.parametrize("preset", [each for each in PRESETS if each.slug != "alexnet"], ids=lambda each: each.slug)
def test_every_known_network_runs(preset: Preset, inplace: bool) -> None:
    small = preset.spec.model_copy(update={"input": preset.spec.input.model_copy(update={"batch": 1})})
    names = ran(small, inplace=inplace)
    assert isinstance(names["y"], torch.Tensor)


def wanted(block: Any, label: str) -> str:
    """What a block's line must hold."""
    if block.kind == "act" and block.form != "module":
        return ACTIVATIONS[block.name].functional
    named = {"mark": f"{label} = ", "back": f"h = {label}", "cat": "torch.cat", "hook": "", "add": "+"}
    return named.get(block.kind, f"self.{label}(")


@pytest.mark.parametrize("spec", [NET, *(each.spec for each in PRESETS)], ids=["all", *(each.slug for each in PRESETS)])
@pytest.mark.parametrize("checkpoint", [False, True])
def test_each_block_stands_on_the_line_that_is_told(spec: NetworkSpec, checkpoint: bool) -> None:
    program = program_of(spec.with_options(checkpoint=checkpoint), inplace=True)
    lines = program.snippet.source.splitlines()
    for block, label, line in zip(spec.blocks, program.labels, program.lines, strict=True):
        said = lines[line - 1] if line else ""
        assert wanted(block, label) in said
    assert lines[program.call - 1].strip() == "y = net(x)"


@pytest.mark.parametrize("flag", [False, True])
def test_switches_are_set_and_the_others_stay(flag: bool) -> None:
    blocks = (Conv2d(out=4), Act(), Act(inplace="on"), Act(inplace="off"), Mark(name="a"), Add(name="a"))
    net = ran(NetworkSpec(input=SMALL, blocks=blocks).with_options(mode="no_grad"), inplace=flag)["net"]
    assert isinstance(net, nn.Module)
    assert [each.inplace for each in net.modules() if isinstance(each, nn.ReLU)] == [flag, True, False]


@pytest.mark.parametrize(
    "options",
    [
        Options(mode="eval"),
        Options(mode="no_grad", dtype="bfloat16", layout="channels_last"),
        Options(mode="inference_mode", dtype="float64", threads=1),
        Options(optimizer="sgd"),
        Options(optimizer="momentum", layout="channels_last"),
        Options(optimizer="adam", checkpoint=True),
        Options(checkpoint=True, dtype="bfloat16"),
        Options(compiler="eager"),
    ],
    ids=str,
)
def test_every_way_to_run_it_runs(options: Options) -> None:
    blocks = (Conv2d(out=4), Act(), Conv2d(out=4), Capture(), Act(name="dropout", inplace="off"))
    threads = torch.get_num_threads()
    names = ran(NetworkSpec(input=SMALL, blocks=blocks, options=options), inplace=True)
    torch.set_num_threads(threads)
    y = names["y"]
    assert isinstance(y, torch.Tensor)
    assert y.dtype == getattr(torch, options.dtype)
    assert y.requires_grad == (options.mode in ("train", "eval"))
    assert ("optimizer" in names) == (options.optimizer != "none")


def test_a_program_needs_nothing_but_torch(tmp_path: Path) -> None:
    source = program_of(NET.with_options(mode="eval"), inplace=False).snippet.source
    done = subprocess.run([sys.executable, "-c", source], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_blocks_are_counted_by_kind() -> None:
    blocks = (Conv2d(), Act(), Conv2d(), Act(name="relu6"), Act(name="relu6"), Mark(name="c"))
    assert labels(blocks) == ("conv1", "relu1", "conv2", "relu6_1", "relu6_2", "c")
