"""Timing: the program that measures time, both networks by turns in one process, untraced."""

from ...trace import Snippet
from ..network.contrast import SideSpec
from ..network.shapes import shapes_of
from .layers import labels
from .program import LEARNS, captures_of, class_lines, global_lines, learns, loss_lines, setup_lines

LEAST_ROUNDS, MOST_ROUNDS, BUDGET_SECONDS = 5, 41, 0.6

_ROUNDS = """\
seconds(left), seconds(right)  # the first call of each is slower, and not counted

rounds, deadline = [], time.perf_counter() + {budget}
while len(rounds) < {most} and (len(rounds) < {least} or time.perf_counter() < deadline):
    if len(rounds) % 2:  # by turns: neither side always goes first
        b, a = seconds(right), seconds(left)
    else:
        a, b = seconds(left), seconds(right)
    rounds.append((a, b))
print(json.dumps(rounds))
"""


def timing_of(left: SideSpec, right: SideSpec) -> Snippet:
    """A program that prints the seconds of each round of both networks as JSON. Raises Misfit."""
    options = left.spec.options
    body = [*_network(left, "left"), "", "", *_network(right, "right")]
    imports = ["import json", "import time", "", "import torch"]
    imports += ["import torch.nn.functional as F"] if "F." in "\n".join(body) else []
    imports += ["from torch import nn"]
    imports += ["from torch.utils.checkpoint import checkpoint"] if options.checkpoint else []
    wait = ['    if torch.get_default_device().type == "cuda":', "        torch.cuda.synchronize()"]
    seconds = ["def seconds(step):", "    start = time.perf_counter()", "    step()", *wait]
    seconds += ["    return time.perf_counter() - start"]
    settings = global_lines(options)
    tail = _ROUNDS.format(budget=BUDGET_SECONDS, most=MOST_ROUNDS, least=LEAST_ROUNDS)
    lines = [*imports, *([""] if settings else []), *settings, "", "", *body, "", "", *seconds, "", "", tail]
    return Snippet(source="\n".join(lines), device=options.device, seed=options.seed, trace=False)


def _network(side: SideSpec, name: str) -> list[str]:
    """A class, and a function of the given name that makes a network of it and returns one step as a function."""
    spec = side.spec
    class_name = name.capitalize()
    text = class_lines(spec, shapes_of(spec).require(), [0] * len(spec.blocks), class_name, inplace=side.inplace)
    setup = [f"    {line}" if line else "" for line in setup_lines(spec, labels(spec.blocks), f"{class_name}()")]
    step = [f"        {line}" for line in _step(side)]
    made = [f"def make_{name}():", *setup, "", "    def step():", *step, "", "    return step"]
    return [*text, "", "", *made, "", "", f"{name} = make_{name}()"]


def _step(side: SideSpec) -> list[str]:
    options = side.spec.options
    clear = ["features.clear()"] if captures_of(side.spec) else []
    if options.mode in ("no_grad", "inference_mode"):
        return [*clear, f"with torch.{options.mode}():", "    net(x)"]
    if options.mode not in LEARNS:
        return [*clear, "net(x)"]
    update = ["optimizer.step()"] if options.optimizer != "none" and learns(side.spec) else []
    return [*clear, "y = net(x)", *loss_lines(side.spec), *update, "net.zero_grad()"]
