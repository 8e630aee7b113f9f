"""A traced program behaves exactly as an untraced one: says the same, raises the same, ends with the same bits."""

import pytest

from inplace_lab.soundness import refuse_unsound

from .programs import BY_NAME, run, said

# What the program prints covers versions, grad_fns, gradients and legality; appended lines print the bits it ends with.
_EPILOGUE = """
import hashlib as _h
for _n, _t in sorted((n, t) for n, t in globals().items() if isinstance(t, torch.Tensor)):
    if _t.layout is torch.strided and _t.device.type == "cpu":
        _b = _t.detach().contiguous().flatten().view(torch.uint8).numpy().tobytes()
        print(_n, tuple(_t.shape), _t.stride(), _t.requires_grad, _h.sha256(_b).hexdigest())
"""


@pytest.mark.parametrize("name", BY_NAME)
def test_traced_says_what_untraced_says(name: str) -> None:
    source = BY_NAME[name]
    if "import torch" in source and name != "syntax_error":
        source += _EPILOGUE
    untraced, traced = run(source, trace=False), run(source)
    assert said(traced.stdout) == said(untraced.stdout)


@pytest.mark.parametrize("name", BY_NAME)
def test_traced_raises_what_untraced_raises(name: str) -> None:
    untraced, traced = (run(BY_NAME[name], trace=trace).trace.failure for trace in (False, True))
    if untraced is None:
        assert traced is None
    else:
        assert traced is not None
        assert (traced.type, traced.message, traced.line) == (untraced.type, untraced.message, untraced.line)
        assert traced.traceback == untraced.traceback


@pytest.mark.parametrize("name", BY_NAME)
def test_trace_is_whole_and_sound(name: str) -> None:
    trace = run(BY_NAME[name]).trace
    refuse_unsound(trace)
    assert trace.cuts == ()


@pytest.mark.parametrize("name", BY_NAME)
def test_trace_survives_json(name: str) -> None:
    trace = run(BY_NAME[name]).trace
    assert type(trace).model_validate_json(trace.model_dump_json()) == trace


@pytest.mark.parametrize("name", ["article_on", "adam_batchnorm", "checkpointed", "attention"])
def test_same_snippet_gives_the_same_trace(name: str) -> None:
    first, second = run(BY_NAME[name]).trace, run(BY_NAME[name]).trace
    assert first.model_copy(update={"seconds": 0.0}) == second.model_copy(update={"seconds": 0.0})
