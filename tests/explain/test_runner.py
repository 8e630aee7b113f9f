"""Runs of a script with other texts in the place of its files."""

from inplace_lab.clinic.runner import Run

from .conftest import Played


def failed(run: Run) -> bool:
    """Whether the script raised."""
    assert run.trace is not None
    return run.trace.failure is not None


def passes(run: Run) -> int:
    """How many backward passes began."""
    assert run.trace is not None
    assert run.trace.account is not None
    return len(run.trace.account.roots)


def test_other_texts_are_what_runs_in_imported_modules_too(played: Played) -> None:
    shapes = {}
    for name in ("as it is", "other module"):
        trace = played.again[name].trace
        assert trace is not None
        shapes[name] = trace.tensors[0].shape
    assert shapes == {"as it is": (3,), "other module": (5,)}
    assert failed(played.again["other module"])
    assert not failed(played.again["cured"])


def test_the_oracle_runs_to_the_end_of_what_the_script_meant(played: Played) -> None:
    oracle = played.again["oracle"]
    assert not failed(oracle)
    assert oracle.trace is not None
    assert oracle.trace.account is not None
    assert oracle.trace.account.spoiled[0].frames[-1].line == 8


def test_a_cured_script_does_not_train_to_its_end(played: Played) -> None:
    first, cured = played.endless
    assert (failed(first), passes(first)) == (True, 1)
    assert (failed(cured), passes(cured), cured.ended) == (False, 2, None)
