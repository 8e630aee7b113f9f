"""The gate: honest programs pass, whatever their style; whoever reaches for more than an exercise needs does not."""

from pathlib import Path
from textwrap import indent

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from inplace_lab.lessons.grading.gate import refusal
from inplace_lab.resources import folder

from .answers import HONEST, HOSTILE

START = "import torch\nfrom torch import nn\n\nx = torch.randn(4, requires_grad=True)\n"
EXEMPLAR = START + "y = x.sigmoid() * 2\n"
TESTS = Path(__file__).parents[1]

BEYOND = "asyncio_tasks data_loader dataclasses_and_enums many_optimizers modes_of_torch tensor_subclass typed_code"
"""Programs with coroutines, tensors of classes of their own, or classes that are handed around: none is an exercise."""

CONTEXTS = (
    "{}",
    "def f():\n{1}",
    "if x is None:\n{1}",
    "for _ in range(2):\n{1}",
    "with torch.no_grad():\n{1}",
    "try:\n{1}\nexcept RuntimeError:\n    pass",
    "class Other:\n    def method(self):\n{2}",
)


def said(body: str, **options: bool) -> str:
    """What the gate says of an answer that begins as given."""
    found = refusal(f"{START}{body}\n", START, EXEMPLAR, **options)
    return "" if found is None else str(found)


@pytest.mark.parametrize("style", HONEST)
def test_an_honest_answer_passes_in_any_style(style: str) -> None:
    assert said(HONEST[style]) == ""


@pytest.mark.parametrize("body", HOSTILE)
def test_what_reaches_further_is_refused_with_its_own_words(body: str) -> None:
    told = said(body)
    assert HOSTILE[body] in told
    assert told.startswith("Line ")


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(HOSTILE)), st.lists(st.sampled_from(CONTEXTS), max_size=3), st.sampled_from(sorted(HONEST))
)
def test_it_is_refused_wherever_it_stands(body: str, contexts: list[str], style: str) -> None:
    assume(body != "input()" or "input" not in HONEST[style])  # a program's own `input` is none of Python's
    for context in contexts:
        body = context.format(body, indent(body, "    "), indent(body, " " * 8))
    assert said(f"{HONEST[style]}\n{body}") != ""


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(HONEST)), max_size=1), st.lists(st.sampled_from(CONTEXTS), max_size=2, unique=True)
)
def test_honest_code_passes_wherever_it_stands(styles: list[str], contexts: list[str]) -> None:
    body = "\n".join(["y = x * 2", *(HONEST[style] for style in styles if "class" not in HONEST[style])])
    if "nn.functional" in body or "input =" in body:
        contexts = []
    for context in contexts:
        body = context.format(body, indent(body, "    "), indent(body, " " * 8))
    assert said(body) == ""


def programs() -> list[Path]:
    """Honest programs that take nothing exotic: examples, the library of errors, those that must run unharmed."""
    found = [*folder("lessons").glob("examples/*.py"), *folder("lessons").glob("errors/*.py")]
    return sorted([*found, *(path for path in (TESTS / "legit" / "programs").glob("*.py") if path.stem not in BEYOND)])


@pytest.mark.parametrize("path", programs(), ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_what_the_given_program_does_an_answer_may_do(path: Path) -> None:
    source = path.read_text()
    assert refusal(f"{source}\nprint('changed')\n", source, source) is None


def test_most_honest_programs_need_no_grant() -> None:
    sources = {path: path.read_text() for path in programs() if path.parent.name in ("examples", "errors")}
    told = {
        path.stem: refusal(source.replace("torch.manual_seed", "torch.ones"), "", "")
        for path, source in sources.items()
    }
    exotic = (
        "imports",
        "hook",
        "torch.autograd.",
        "_foreach",
        "numpy",
        "vmap",
        "compile",
        "Policy",
        ".data",
        "_unsafe",
    )
    assert [name for name, why in told.items() if why and not any(word in str(why) for word in exotic)] == []
    assert sum(why is None for why in told.values()) > 65


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("", "does nothing"),
        ("import torch\n# done\n'text'\npass\n", "does nothing"),
        (START, "the given program but for spaces"),
        (START.replace(", ", ",") + "# changed\n", "the given program but for spaces"),
        ("x = (1", "Python cannot read line 1"),
        ("x = 1\0", "Python cannot read"),
        ("x = '\ud800'", "Python cannot read"),
        ("x = 1\n" * 5000, "characters"),
        ("x = " + "(" * 250 + "1" + ")" * 250, "too many nested"),
        ("x = " + "-" * 9000 + "1", "deep nesting"),
        ("y = x" + ".a" * 120, "nested"),
    ],
)
def test_what_is_no_answer_is_told_apart(answer: str, words: str) -> None:
    assert words in str(refusal(answer, START, EXEMPLAR))


def test_numbers_may_not_leave_tensors_where_bytes_are_counted() -> None:
    assert said("print(x.tolist())") == ""
    assert "tolist" in said("print(x.tolist())", counted=True)
    assert "to_sparse" in said("x.to_sparse()", counted=True)


def test_a_given_line_with_plain_numbers_must_stay() -> None:
    given_line = "import torch\nx = torch.tensor([1.0, 2.0])\n"
    answer = "import torch\nx = torch.tensor([3.0, 2.0])\ny = x * 2\n"
    assert "is gone" in str(refusal(answer, f"{given_line}y = x\n", f"{given_line}y = x * 2\n"))


def test_the_first_line_is_told() -> None:
    assert said("import sys\nimport os").startswith("Line 5 imports sys")
