"""Each claim is read from what a program did, and written as the site writes it."""

import pytest

from inplace_lab.i18n import CHINESE, ENGLISH
from inplace_lab.lessons.facts import Facts, NoSuchFact, cells_of
from inplace_lab.trace import Snippet

from .running import ran

OUT = """\
import torch
w = torch.ones(512, 512, requires_grad=True)
h = w * 2
y = torch.relu(h)
z = y.view(-1)
v = y.detach()
feats = [h, y]
print("first")
print(3.5)
y.sum().backward()
"""
OVER = OUT.replace("torch.relu(h)", "torch.relu_(h)")
SPOILED = """\
import torch
x = torch.ones(4, requires_grad=True)
y = x.sigmoid()
y.mul_(2)
y.add_(1)
y.sum().backward()
"""
KEPT = """\
import torch
import torch.nn.functional as F
x = torch.ones(2, 4, requires_grad=True)
a = F.softplus(x)
b = x.exp()
c = F.silu(x * 1, inplace=True)
d = F.relu(x * 1, inplace=True)
e = x + 1
f = F.max_pool1d(x, 2)
g = x.sin()
g = (x * 2).tanh().sin()
with torch.no_grad():
    h = x.sigmoid()
k = x * x.abs()
m = x.abs()
"""
MASKS = """\
import torch
import torch.nn as nn
import torch.nn.functional as F
x = torch.ones(4, 6, requires_grad=True)
a = F.dropout(x, 0.5)
b = nn.LayerNorm(6)(x)
c = nn.Linear(6, 6)(x)
d = F.dropout(torch.relu(c), 0.5, inplace=True)
e = F.max_pool1d(F.hardtanh(x * 1, 0.0, 6.0, inplace=True), 2)
y = x.sigmoid()
y[0].exp_()
"""
MIXED = "import torch\nx = torch.ones(3, requires_grad=True)\na = x.sqrt()\nwith torch.no_grad():\n    b = x.sqrt()\n"
PLAIN = "import torch\nwith torch.inference_mode():\n    x = torch.ones(2)\n"


@pytest.fixture(scope="module")
def facts() -> Facts:
    """What the programs above came to."""
    programs = {"off": OUT, "on": OVER, "bad": SPOILED, "kept": KEPT, "mixed": MIXED, "masks": MASKS, "plain": PLAIN}
    return Facts({name: ran(Snippet(source=source, device="cpu")) for name, source in programs.items()})


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("off.peak", "5.00 MiB"),
        ("off.forward_peak", "3.00 MiB"),
        ("off.kept", "1.00 MiB"),
        ("off.peak-on.peak", "1.00 MiB"),
        ("on.peak-off.peak", "−1.00 MiB"),
        ("on.peak/off.peak", "×0.80"),
        ("off.bytes(y)", "1.00 MiB"),
        ("off.bytes(w.grad)", "1.00 MiB"),
        ("off.bytes(feats[1])", "1.00 MiB"),
        ("off.storages(h,y)", "2"),
        ("on.storages(h,y,z,v,feats[0])", "1"),
        ("off.version(h)", "0"),
        ("on.version(h)", "1"),
        ("bad.version(y)", "2"),
        ("bad.version(y)-off.version(y)", "2"),
        ("off.writes", "0"),
        ("on.writes", "1"),
        ("bad.writes", "2"),
        ("plain.steps", "1"),
        ("off.printed(1)", "first"),
        ("off.printed(2)", "3.5"),
        ("bad.error", "RuntimeError"),
        ("bad.code", "IL001"),
        ("bad.saved_line", "3"),
        ("bad.overwritten_line", "4"),
        ("bad.overwritten_line(2)", "5"),
        ("bad.raised_line", "6"),
        ("kept.keeps(F.softplus)", "input"),
        ("kept.keeps(exp)", "result"),
        ("kept.keeps(silu)", "copy"),
        ("kept.keeps(relu_)", "result"),
        ("kept.keeps(add)", "neither"),
        ("masks.keeps(layer_norm)", "input"),
        ("masks.keeps(linear)", "input"),
        ("masks.keeps(relu)", "result"),
        ("masks.keeps(hardtanh)", "copy"),
        ("masks.keeps(dropout)", "neither"),
    ],
)
def test_a_claim_is_what_the_program_did(facts: Facts, claim: str, text: str) -> None:
    assert facts.of(claim).text(ENGLISH.locale).replace("\N{NO-BREAK SPACE}", " ") == text


def test_what_a_node_keeps_is_told_in_the_readers_language(facts: Facts) -> None:
    told = [facts.of(f"kept.keeps({op})").text(CHINESE.locale) for op in ("softplus", "exp", "silu", "add")]
    assert told == ["输入", "结果", "副本", "两者都不"]


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("off", "is no claim; it is written like off.kept"),
        ("gone.kept", "there is no program 'gone'; there are off, on"),
        ("off.weight", "there is no figure 'weight'; there are peak, forward_peak"),
        ("off.peak(x)", "peak takes no names, not 1"),
        ("off.bytes", "bytes takes 1 name, not 0"),
        ("off.bytes(q)", "no tensor is called 'q' when off ends; there are w, h, y, z"),
        ("off.storages", "storages needs names"),
        ("plain.version(x)", "'x' has no version counter"),
        ("off.keeps(conv2d)", "off never calls 'conv2d'; it calls ones, mul, relu"),
        ("mixed.keeps(sqrt)", "calls 'sqrt' several times, and not all nodes keep the same"),
        ("masks.keeps(exp)", "writes into a view in masks; its node is hidden inside of CopySlices"),
        ("off.error", "off reaches its end without an exception"),
        ("off.code", "off has no diagnosis"),
        ("bad.saved_line(2)", "names 1 such lines"),
        ("off.printed(3)", "off prints 2 lines"),
        ("off.printed(x)", "printed takes a number from 1 on, not 'x'"),
        ("off.peak/off.steps", "both must be bytes, or both counts"),
        ("off.peak/off.version(h)", "both must be bytes, or both counts"),
        ("off.steps/off.writes", "a ratio to 0"),
    ],
)
def test_a_claim_that_nothing_can_be_read_from_says_why(facts: Facts, claim: str, why: str) -> None:
    with pytest.raises(NoSuchFact) as caught:
        facts.of(claim)
    assert why in str(caught.value)


@pytest.mark.parametrize(
    ("claim", "cells"),
    [("off.kept", ("off",)), ("off.bytes(net.0.weight)", ("off",)), ("a.kept-b.kept", ("a", "b")), ("no", ())],
)
def test_the_programs_of_a_claim_are_known_without_running_them(claim: str, cells: tuple[str, ...]) -> None:
    assert cells_of(claim) == cells
