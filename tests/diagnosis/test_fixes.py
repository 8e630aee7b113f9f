"""Fixes: what is proposed changes the lines that it names and no others, compiles, and in plain torch cures."""

import difflib
import io
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from inplace_lab.diagnosis.fixes import Candidate, propose
from inplace_lab.diagnosis.fixes.edits import Edit, apply
from inplace_lab.diagnosis.fixes.program import MOST_DEPTH, parse
from inplace_lab.diagnosis.model import Diagnosis, Place
from inplace_lab.trace import Frame

PROGRAMS = sorted((Path(__file__).parent / "programs").rglob("*.py"))
HEAD = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n"


def diagnosis(source: str, code: str = "IL001", ops: tuple[str, ...] = ()) -> Diagnosis:
    """What a program says of itself by the comments `# saves`, `# writes`, `# made` and `# raises`."""
    marks: dict[str, list[Place]] = {"saves": [], "writes": [], "made": [], "raises": []}
    for number, line in enumerate(source.splitlines(), 1):
        for word in line.partition("# ")[2].split(", "):
            if word in marks:
                op = ops[len(marks["writes"])] if word == "writes" and ops else ""
                frames = (Frame(function="f", line=number),)
                marks[word].append(Place(step=-1, line=number, op=op, frames=frames))
    return Diagnosis(
        code=code,
        title="",
        explanation="",
        saved=tuple(marks["saves"]),
        overwritten=tuple(marks["writes"]),
        made=tuple(marks["made"]),
        raised=next(iter(marks["raises"]), None),
        certain=True,
    )


def candidates(source: str, code: str = "IL001", ops: tuple[str, ...] = ()) -> tuple[Candidate, ...]:
    """What is proposed for a program that marks its own lines."""
    return propose(diagnosis(source, code, ops), {"": source})


def written(source: str, code: str = "IL001", *, tempting: bool = False) -> set[str]:
    """Every line that some candidate writes, without its comment."""
    found = [each for each in candidates(source, code) if each.tempting == tempting]
    return {line.partition("  #")[0].strip() for each in found for line in new_lines(source, each.sources[""])}


def new_lines(before: str, after: str) -> Iterator[str]:
    """The lines that one text has and the other has not."""
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return (line[2:] for line in lines if line.startswith("+ "))


ONE_LINE = [
    ("x += y", "x = x + y"),
    ("x -= a - b", "x = x - (a - b)"),
    ("x += a * b", "x = x + a * b"),
    ("x @= w.t()", "x = x @ w.t()"),
    ("self.h *= g", "self.h = self.h * g"),
    ("x.mul_(2)", "x = x.mul(2)"),
    ("x.mul_(2).add_(1)", "x = x.mul(2).add(1)"),
    ("x.zero_()", "x = torch.zeros_like(x)"),
    ("x.fill_(3.0)", "x = torch.full_like(x, 3.0)"),
    ("x.copy_(a + b)", "x = (a + b).clone()"),
    ("x.detach_()", "x = x.detach()"),
    ("x.uniform_(-1, 1)", "x = x.clone().uniform_(-1, 1)"),
    ("F.relu(x, inplace=True)", "x = F.relu(x)"),
    ("y = F.dropout(x, 0.5, True, True)", "y = F.dropout(x, 0.5, True)"),
    ("y = F.leaky_relu(inplace=True, input=x)", None),
    ("torch.relu_(x)", "x = torch.relu(x)"),
    ("y = conv(x).relu_()", "y = conv(x).relu()"),
    ("return x.clamp_(0, 1)", "return x.clamp(0, 1)"),
    ("torch.mul(a, b, out=x)", "x = torch.mul(a, b)"),
    ("torch._foreach_mul_(xs, 2)", "xs = torch._foreach_mul(xs, 2)"),
    ("torch._foreach_mul_([a, b], 2)", "[a, b] = torch._foreach_mul([a, b], 2)"),
    ("nn.init.zeros_(x)", None),
    ("x.requires_grad_()", None),
]


@pytest.mark.parametrize(("line", "expected"), ONE_LINE)
def test_a_write_becomes_the_expression_that_makes_a_new_tensor(line: str, expected: str | None) -> None:
    source = f"{HEAD}def f(self, x):\n    {line}  # writes\n"
    kinds = [each for each in candidates(source) if each.kind == "out of place" and "x = x\n" not in each.sources[""]]
    assert (expected is None) == (not kinds)
    if expected:
        assert f"    {expected}  # writes" in kinds[0].sources[""].splitlines()


def test_the_old_name_may_be_bound_to_the_new_tensor() -> None:
    assert {"x = x.mul(2)", "y = x"} <= written(f"{HEAD}y = x.mul_(2)  # writes\n")


def test_a_forward_hook_returns_the_copy_that_it_wrote_to() -> None:
    hook = "def hook(module, inputs, output):\n    output *= 2  # writes\n"
    lines = ["    output = output.clone()", "    output *= 2  # writes", "    return output"]
    assert any(each.sources[""].splitlines()[-3:] == lines for each in candidates(HEAD + hook))
    for other in (hook.replace("module, ", ""), hook.replace("output *=", "inputs *="), hook + "    return 1\n"):
        assert "return from the hook" not in {each.kind for each in candidates(HEAD + other)}


INDEXED = [
    ("x[x < 0] = 0", "x = x.masked_fill(x < 0, 0)"),
    ("x[m] = y[m]", "x = torch.where(m, y, x)"),
    ("x[:, 1] *= s", "x = x.select_scatter(x[:, 1] * s, 1, 1)"),
    ("x[..., 2:] = y", "x = x.slice_scatter(y, -1, 2, None)"),
    ("x[i, j] = v", "x = x.index_put((torch.as_tensor(i), torch.as_tensor(j),), torch.as_tensor(v, dtype=x.dtype))"),
]


@pytest.mark.parametrize(("line", "expected"), INDEXED)
def test_an_index_write_becomes_a_function(line: str, expected: str) -> None:
    assert expected in written(f"{HEAD}{line}  # writes\n")


CASES = [
    ("IL001", "x[0] = v  # writes", "x = x.clone()"),
    ("IL001", "self.net.act(h)  # writes", "self.net.act(h.clone())"),
    ("IL002", "y = F.linear(x, self.weight)  # saves", "y = F.linear(x.clone(), self.weight.clone())"),
    ("IL001", "y = torch.sigmoid(x)  # saves", "y = torch.sigmoid(x).clone()"),
    ("IL110", "x[1:] += x[:-1]  # writes", "x[1:] += x[:-1].clone()"),
    ("IL217", "a[0], a[1] = a[1], a[0]  # writes", "a[0], a[1] = a[1].clone(), a[0].clone()"),
    ("IL226", "w.grad.zero_()  # writes", "w.grad = None"),
    ("IL214", "best = m.state_dict()  # saves", "best = copy.deepcopy(m.state_dict())"),
    ("IL210", "feats.append(h)  # saves", "feats.append(h.clone())"),
    ("IL216", "xs = [t] * 3  # saves", "xs = [t.clone() for _ in range(3)]"),
    ("IL218", "x[i] += v  # writes", "x.index_add_(0, i, v)"),
    ("IL219", "x[m].zero_()  # writes", "x[m] = 0"),
    ("IL227", "total += loss * n  # writes", "total += (loss * n).item()"),
    ("IL201", "y.data.mul_(2)  # writes", "y = y.mul(2)"),
    ("IL208", "p.register_hook(lambda g: g.mul_(2))  # writes", "p.register_hook(lambda g: g.mul(2))"),
    (
        "IL119",
        "z = torch.zeros(3, requires_grad=True).exp()  # made",
        "z = torch.zeros(3, requires_grad=True).exp().detach().requires_grad_()",
    ),
    ("IL106", "with torch.inference_mode():  # made\n    h = m(x)\nh += 1  # writes", "with torch.no_grad():"),
    ("IL103", "for row in x:\n    row *= 2  # writes", "x[row_index] *= 2"),
]


@pytest.mark.parametrize(("code", "line", "expected"), CASES)
def test_each_class_has_its_own_cure(code: str, line: str, expected: str) -> None:
    assert expected in written(f"{HEAD}{line}\n", code)


def test_modules_are_made_without_inplace() -> None:
    source = f"""{HEAD}class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.act = nn.ReLU(True)  # why not
        self.drop = nn.Dropout(0.5, inplace=True)

    def forward(self, x):
        return self.act(x)  # writes
"""
    first = next(each for each in candidates(source) if each.kind == "inplace=False")
    assert list(new_lines(source, first.sources[""])) == ["        self.act = nn.ReLU(False)  # why not"]


def test_a_buffer_becomes_rows() -> None:
    source = f"""{HEAD}out = torch.zeros(2, 3, 4)
for t in range(1, 3):
    out[:, t] = torch.tanh(out[:, t - 1] @ w)  # saves, writes
print(out)
"""
    (cure,) = (each for each in candidates(source, "IL004") if each.kind == "stack rows")
    assert cure.sources[""].splitlines()[3:] == [
        "out = torch.zeros(2, 3, 4)",
        "out_rows = list(out.unbind(1))",
        "for t in range(1, 3):",
        "    out_rows[t] = torch.tanh(out_rows[t - 1] @ w)  # saves, writes",
        "out = torch.stack(out_rows, 1)",
        "print(out)",
    ]


GAN = f"""{HEAD}torch.manual_seed(0)
g, d = nn.Linear(2, 2), nn.Linear(2, 1)
opt_g, opt_d = torch.optim.SGD(g.parameters(), 0.1), torch.optim.SGD(d.parameters(), 0.1)
score = d(g(torch.ones(1, 2)))  # saves
loss_d, loss_g = score.mean(), -score.mean()
loss_d.backward(retain_graph=True)
opt_d.step()  # writes
opt_g.zero_grad()
loss_g.backward()  # raises
opt_g.step()
print(g.weight.grad.tolist())
"""


def output(source: str) -> str:
    """What a program prints."""
    with redirect_stdout(io.StringIO()) as printed:
        exec(compile(source, "<program>", "exec"), {"__name__": "__main__"})
    return printed.getvalue()


def test_steps_move_below_the_backward_without_a_leak() -> None:
    right = output(GAN.replace("opt_d.step()  # writes\n", ""))
    named = diagnosis(GAN, "IL006").model_copy(update={"name": "d.weight"})
    found = {each.kind: each for each in reversed(propose(named, {"": GAN}))}
    assert output(found["backward before the step"].sources[""]) == right
    assert output(found["copies of the parameters"].sources[""]) == right
    assert found["swap"].tempting


def test_the_state_is_detached_at_the_end_of_each_iteration() -> None:
    source = f"""{HEAD}h, c, total = torch.zeros(1), None, 0.0
for x in xs:
    h, c = cell(x, (h, c))  # saves
    loss = h.sum()
    total += loss.item()
    loss.backward(retain_graph=True)  # raises
    opt.step()  # writes
"""
    cure = next(each for each in candidates(source, "IL007") if each.kind == "detach the state")
    assert cure.cuts
    assert cure.sources[""].endswith("    opt.step()  # writes\n    c = c.detach()\n    h = h.detach()\n")
    assert "loss.backward()  # raises" in cure.sources[""]


def test_tempting_cures_are_told_apart_and_few() -> None:
    source = f"{HEAD}y = torch.sigmoid(x)  # saves\ny += 1  # writes\ny.sum().backward()  # raises\n"
    wrong = [each for each in candidates(source) if each.tempting]
    assert {"y.data += 1", "y = torch.sigmoid(x.detach())"} <= written(source, tempting=True)
    assert len(wrong) <= 3


def test_several_writes_are_cured_together_first() -> None:
    source = f"{HEAD}y = x.exp()  # saves\ny += 1  # writes\ny *= 2  # writes\n"
    first = next(each for each in candidates(source) if each.kind == "out of place")
    assert first.sources[""].endswith("y = y + 1  # writes\ny = y * 2  # writes\n")


def test_a_callee_and_its_caller_are_both_offered() -> None:
    source = f"{HEAD}def scale(v):\n    v.mul_(2)\n\n\nscale(x)\n"
    frames = (Frame(function="<module>", line=8), Frame(function="scale", line=5))
    place = Place(step=-1, line=5, op="mul_", frames=frames)
    found = propose(diagnosis(source).model_copy(update={"overwritten": (place,)}), {"": source})
    lines = {line for each in found for line in new_lines(source, each.sources[""])}
    assert {"    v = v.clone()", "scale(x.clone())"} <= lines


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_only_the_lines_in_question_differ(newline: str) -> None:
    source = newline.join(["x  =  [ 1,2 ]  # as I like it", "if x :", "\tz = w.exp( )  # 中文", "\tw+=1  # writes"])
    assert candidates(source)
    for each in candidates(source):
        kept = each.sources[""].split(newline)
        assert [line for line in source.split(newline)[:3] if line not in kept] == []
        assert "\n" not in each.sources[""].replace(newline, "")


HOSTILE = [
    "x = " + "(" * 10000,
    "x = 1" + " + 1" * 30000,
    "f" + "()" * 10000,
    "x = " + "-" * 3000 + "1",
    "if 1: pass\n" + "elif 1: pass\n" * 1500,
    "x = " + "[" * (MOST_DEPTH + 5) + "]" * (MOST_DEPTH + 5),
    "x += 1  # " + "y" * 2**17,
    "x += 1\n" * 3000,
    "x +=",
    "\0",
    "\ufeffx += 1",
    "",
]


@pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
def test_what_cannot_be_read_gets_no_fix(source: str) -> None:
    assert parse(source) is None or source in ("", "\ufeffx += 1")
    place = Place(step=-1, line=1, op="iadd")
    made = diagnosis("").model_copy(update={"overwritten": (place,)})
    assert all(compile(each.sources[""], "<fix>", "exec") for each in propose(made, {"": source}))


def test_a_file_that_is_not_there_gets_no_fix() -> None:
    place = Place(step=-1, line=7, op="mul_", file="net.py")
    found = diagnosis("").model_copy(update={"overwritten": (place,)})
    assert propose(found, {"train.py": "x = 1\n"}) == ()


@settings(deadline=None, max_examples=25, derandomize=True)
@given(st.data())
def test_any_line_of_any_program_gets_programs_that_differ_there_alone(data: st.DataObject) -> None:
    source = data.draw(st.sampled_from(PROGRAMS)).read_text()
    lines = st.integers(1, source.count("\n") + 1)
    places = st.builds(Place, step=st.just(-1), line=lines, op=st.sampled_from(["mul_", "step", "iadd", "linear", ""]))
    code = data.draw(
        st.sampled_from(["IL001", "IL004", "IL006", "IL007", "IL103", "IL104", "IL113", "IL120", "IL201", "IL210"])
    )
    found = diagnosis("", code).model_copy(
        update={
            "saved": (data.draw(places),),
            "overwritten": (data.draw(places), data.draw(places)),
            "made": (data.draw(places),),
            "raised": data.draw(places),
        }
    )
    for each in propose(found, {"": source}):
        compile(each.sources[""], "<fix>", "exec")
        assert each.sources[""] != source


def test_edits_that_contradict_each_other_make_nothing() -> None:
    assert apply("abc", [Edit(0, 2, "x"), Edit(1, 3, "y")]) is None
    assert apply("abc", [Edit(1, 1, "x"), Edit(1, 2, "y")]) == "axyc"


def test_a_proposed_program_has_the_gradients_of_the_copies() -> None:
    body = "y = x.exp()  # saves\ny += 1  # writes\ny.sum().backward()  # raises\nprint(x.grad.tolist())\n"
    source = f"{HEAD}x = torch.ones(3, requires_grad=True)\n{body}"
    right = f"{torch.ones(3).exp().tolist()}\n"
    cures = [each for each in candidates(source) if each.kind in ("out of place", "clone before the write")]
    assert {output(each.sources[""]) for each in cures} == {right}
