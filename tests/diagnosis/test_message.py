"""A pasted message is explained as far as its words go, and says what they do not tell."""

import traceback

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from inplace_lab.diagnosis.wording.message import MOST_CHARACTERS, Explained, explain_message

from ..growth import PROPORTIONAL, growth

MODIFIED = (
    "RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: "
    "[{what}]{node} is at version {found}; expected version {needed} instead. Hint: enable anomaly detection"
)
ANOMALY = """/venv/lib/python3.12/site-packages/torch/autograd/graph.py:979: UserWarning: Error detected in {node}. \
Traceback of forward call that caused the error:
  File "/home/me/train.py", line 10, in <module>
    main()
  File "/home/me/net.py", line 4, in forward
    y = torch.sigmoid(x)
 (Triggered internally at /pytorch/torch/csrc/autograd/python_anomaly_mode.cpp:122.)
  return Variable._execution_engine.run_backward(
Traceback (most recent call last):
  File "/home/me/train.py", line 12, in <module>
    loss.backward()
    ~~~~~~~~~~~~~^^
  File "/venv/lib/python3.12/site-packages/torch/_tensor.py", line 623, in backward
    torch.autograd.backward(
"""


def explained(text: str) -> Explained:
    """What is said of a text that a rule is about."""
    found = explain_message(text)
    assert found is not None
    assert found.title
    assert found.sentences
    assert found.unknown
    assert all(str(said) for said in (*found.sentences, *found.unknown))
    return found


def modified(what: str, node: str = "", *, needed: int = 0, found: int = 1) -> str:
    """Torch's message of a saved tensor that was written."""
    named = f", which is output 0 of {node}," if node else ""
    return MODIFIED.format(what=what, node=named, needed=needed, found=found)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (modified("torch.FloatTensor [3]", "Relu"), "IL001"),
        (modified("torch.FloatTensor [3]", "ReluBackward0"), "IL001"),
        (modified("torch.cuda.HalfTensor [8, 3, 4]", "MulBackward0"), "IL002"),
        (modified("torch.FloatTensor [3]", "SelectBackward0", needed=2, found=5), "IL003"),
        (modified("torch.FloatTensor [5, 4]", "AsStrided", needed=3, found=8), "IL004"),
        (modified("torch.cuda.LongTensor [64]"), "IL005"),
        (modified("CPUBoolType [2, 16, 1]"), "IL005"),
        (modified("torch.FloatTensor [64, 10]", "TBackward", needed=4, found=5), "IL006"),
        (modified("torch.FloatTensor []"), "IL006"),
        (ANOMALY.format(node="SigmoidBackward0") + modified("torch.FloatTensor [3]", "SigmoidBackward0"), "IL001"),
        (ANOMALY.format(node="MulBackward0") + modified("torch.FloatTensor [3]", "ReluBackward0"), "IL002"),
        (ANOMALY.format(node="SwishBackward") + modified("torch.FloatTensor [3]", "AddBackward0"), "IL010"),
    ],
)
def test_a_saved_tensor_that_was_written_has_a_page(text: str, code: str) -> None:
    assert explained(text).code == code


def test_the_numbers_of_the_message_are_read() -> None:
    found = explained(modified("torch.FloatTensor [64, 10]", "AddmmBackward0", needed=3, found=5))
    assert (found.type, found.shape, found.node) == ("torch.FloatTensor", (64, 10), "Addmm")
    assert (found.needed, found.found) == (3, 5)
    assert any("at least one" in str(said) for said in found.sentences)


def test_a_message_that_was_wrapped_when_it_was_copied_is_read() -> None:
    text = modified("torch.FloatTensor [64, 10]", "AddmmBackward0").replace(" ", "\n    ")
    assert explained(text).shape == (64, 10)


def test_the_lines_of_the_reader_are_told_from_those_of_torch() -> None:
    found = explained(ANOMALY.format(node="SigmoidBackward0") + modified("torch.FloatTensor [3]", "Sigmoid"))
    assert [(line.file, line.line, line.text) for line in found.lines] == [
        ("/home/me/train.py", 12, "loss.backward()"),
    ]
    assert [(line.file, line.line) for line in found.forward] == [("/home/me/train.py", 10), ("/home/me/net.py", 4)]
    assert any("/home/me/net.py:4" in str(said) for said in found.sentences)


def test_lines_of_notebooks_are_read() -> None:
    text = (
        "Cell In[3], line 7\n      6 w = torch.ones(3, requires_grad=True)\n----> 7 w += 1\n"
        "File ~/lib/site-packages/torch/x.py:3, in f(x)\nFile ~/code/net.py:12, in Net.forward(self)\n"
        "RuntimeError: a leaf Variable that requires grad is being used in an in-place operation."
    )
    assert [(line.file, line.line) for line in explained(text).lines] == [("In[3]", 7), ("~/code/net.py", 12)]


def test_what_torch_says_here_is_known() -> None:
    rows = (torch.ones(2, 2, requires_grad=True) * 1).unbind()
    with pytest.raises(RuntimeError) as raised:
        rows[0].add_(1)
    found = explained("".join(traceback.format_exception(raised.value)))
    assert found.code == "IL103"
    assert found.lines[-1].text == "rows[0].add_(1)"


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("Output 0 of UnbindBackward0 is a view and its base or another view of its base has been modified inplace. "
         "This view is the output of a function that returns multiple views.", "IL104"),
        ("Output 0 of BackwardHookFunctionBackward is a view and is being modified inplace. This view is the output of "
         "a function that returns multiple views.", "IL107"),
        ("output with shape [3] doesn't match the broadcast shape [2, 3]", "IL114"),
        ("Trying to backward through the graph a second time", "IL120"),
        ("torch._dynamo.exc.TorchRuntimeError: Dynamo failed to run FX node: got RuntimeError('a leaf Variable that "
         "requires grad is being used in an in-place operation.')", "IL117"),
        ("In-place leakyReLu backward calculation is triggered with a negative slope which is not supported.", "IL016"),
    ],
)  # fmt: skip
def test_a_bare_message_has_a_page(message: str, code: str) -> None:
    assert explained(message).code == code


@pytest.mark.parametrize("line", ["y = a + b", "assert a == b", "y = model(x)"])
def test_words_that_are_said_of_reads_too_need_a_line_that_writes(line: str) -> None:
    text = (
        'Traceback (most recent call last):\n  File "a.py", line 3, in <module>\n    {}\n'
        "RuntimeError: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 0"
    )
    assert explain_message(text.format(line)) is None
    assert explained(text.format("a += b")).code == "IL114"


@pytest.mark.parametrize("text", ["", "hello", "RuntimeError: CUDA out of memory.", "mat1 and mat2 shapes"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert explain_message(text) is None


@given(st.text(max_size=300))
def test_no_text_is_too_odd(text: str) -> None:
    explain_message(text + modified(text[:40], "Relu") + text)


@pytest.mark.parametrize(
    "piece",
    [
        "modified by an inplace operation: [",
        "modified by an inplace operation: [a [1, ",
        ", which is output 0 of ",
        "Output 1 of a",
        "output with shape [",
        'File "',
        '\nFile "a", line 1, in ',
        "\n" + "a" * 300 + ":1, in",
        "vmap: ",
        "torch._dynamo.a",
        "Could not run 'aten::a.",
        " \n",
        "shape mismatch: value tensor of shape ",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (MOST_CHARACTERS // len(piece))
    assert growth(lambda: explain_message(text[: len(text) // 4]), lambda: explain_message(text)) < PROPORTIONAL
