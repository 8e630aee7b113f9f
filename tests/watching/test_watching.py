"""`inplace_lab.watch()` explains the error of the user's own program, and lets it go on."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from IPython.core.interactiveshell import InteractiveShell

import inplace_lab


def spoil() -> None:
    """The in-place error."""
    x = torch.ones(3, requires_grad=True)
    y = x.exp()
    y += 1
    y.sum().backward()


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A notebook's shell that knows the magic."""
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)  # IPython warns where that is another one than it runs in
    shell = InteractiveShell.instance(colors="nocolor")
    shell.run_line_magic("load_ext", "inplace_lab")
    yield shell
    InteractiveShell.clear_instance()


def test_the_lines_are_shown_and_the_exception_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError, match="modified by an inplace operation") as raised, inplace_lab.watch():
        spoil()
    said = capsys.readouterr().err
    first = spoil.__code__.co_firstlineno
    assert "IL001" in said
    assert all(f"test_watching.py:{first + line} in spoil" in said for line in (3, 4, 5))
    assert not any("app/tracer" in str(entry.path) for entry in raised.traceback)


def test_a_decorated_function_is_watched_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    watched = inplace_lab.watch()(spoil)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            watched()
        assert "IL001" in capsys.readouterr().err


def test_what_no_rule_knows_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError), inplace_lab.watch():
        torch.ones(int(1 / 0))
    assert capsys.readouterr().err == ""


def test_a_cell_is_watched_by_the_magic(shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    shell.run_cell(
        "%%inplace_lab\nimport torch\nx = torch.ones(3, requires_grad=True)\ny = x.exp()\ny += 1\ny.sum().backward()",
        store_history=True,
    )
    said = capsys.readouterr()
    assert "Cell In[1]:4" in said.err
    assert "Cell In[1]:5" in said.err
    assert "Cell In[1]:6" in said.err
    assert "modified by an inplace operation" in said.out + said.err


def test_a_watched_cell_shows_its_last_value(shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert shell.run_cell("%%inplace_lab\nimport torch\ntorch.ones(2).add_(1).tolist()").result == [2.0, 2.0]
    assert capsys.readouterr().err == ""


def test_the_package_itself_loads_no_torch() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import sys, inplace_lab; print('torch' in sys.modules)"], capture_output=True, text=True
    )
    assert said.stdout == "False\n"
