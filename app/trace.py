"""The Trace: what one run of one snippet did to tensors and their storages. Every stage meets the others only here.

    Snippet    what the reader wrote, and how to run it
    Trace      what happened
    ├── Storage    the bytes
    ├── Tensor     a view onto a storage: shape, stride, offset, dtype
    ├── Node       an autograd node (a grad_fn)
    ├── Step       one torch call, or one node of a backward pass
    │   ├── Write      the step wrote into a tensor
    │   ├── Save       autograd kept a tensor at a version, in a slot of a node
    │   ├── State      a tensor's version counter and grad_fn after the step
    │   ├── Binding    a name in a frame that now points to a tensor
    │   ├── Content    what a storage holds, where that is new
    │   └── Bytes      live bytes by category
    ├── Value      a digest of the bytes behind a name when the program ended
    └── Failure    the exception that ended the program

Ids (t0, s0, n0 …) are given in order of first sight: the same snippet with the same seed gives the same trace.
torch's own classes are always written `torch.X`; `Tensor` and `Storage` alone are ours.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Device = Literal["auto", "cpu", "cuda"]
Phase = Literal["setup", "forward", "backward", "optimizer"]
Category = Literal["parameters", "inputs", "activations", "saved", "gradients", "optimizer", "temporaries"]


Limit = Literal["steps", "tensors", "values", "contents", "recorder"]
"""What ended a recording: too many steps, tensors, bytes of values, elements, or something it cannot follow."""

MOST_ELEMENTS = 64
"""A storage of at most so many elements is shown element by element; a larger one in blocks."""

MOST_BLOCKS = 8

MOST_CONTENTS = 2**17
"""A trace shows so many elements of small storages in all, and none after that."""

Element = (
    Annotated[int, Field(ge=-(2**63), lt=2**64)]
    | Annotated[float, Field(allow_inf_nan=False)]
    | Annotated[str, Field(max_length=64)]
)
"""One number as JSON can say it: the shortest decimal that reads back as the same value of its dtype; nan, inf, -inf
and complex numbers as text; True and False as 1 and 0. Empty text where no tensor has looked yet: mse_loss makes a
storage for all differences, of which only the first element is the loss; nobody has written the others."""


class Record(BaseModel):
    """A frozen record that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Snippet(Record):
    """What the reader wrote, and how to run it."""

    source: str = Field(description="The program, as Python source.")
    device: Device = Field(
        "auto", description="Where tensors are made by default; auto takes a GPU where there is one."
    )
    seed: int = Field(0, ge=0, lt=2**63, description="Seed of torch's, NumPy's and Python's random numbers.")
    trace: bool = Field(True, description="Record what happens; without it the program only runs.")


Oracle = Literal["none", "gradients", "values"]
"""What a trial is run for. `gradients`: every tensor is copied when autograd saves it, so that no later write can reach
what backward uses. `values`: a write that autograd refuses at the call is done all the same, outside the graph."""


class Trial(Snippet):
    """A snippet that is run to be compared with another run: it writes down the numbers that training depends on."""

    compare: bool = Field(True, description="Hand in `Trace.account`.")
    oracle: Oracle = "none"


class Bytes(Record):
    """Live bytes of storages by category. Kernel workspaces and Python objects are not in it."""

    parameters: int = Field(0, description="Parameters and buffers of modules.")
    inputs: int = Field(0, description="Tensors that the program made from no other tensor.")
    activations: int = Field(0, description="Results that no autograd node keeps.")
    saved: int = Field(0, description="Results that an autograd node keeps for backward.")
    gradients: int = Field(0, description="Gradients, of parameters and of activations.")
    optimizer: int = Field(0, description="State of optimizers.")
    temporaries: int = Field(0, description="Storages that die in the step that made them.")

    @property
    def total(self) -> int:
        """All categories together, in bytes."""
        return (
            self.parameters
            + self.inputs
            + self.activations
            + self.saved
            + self.gradients
            + self.optimizer
            + self.temporaries
        )


class Storage(Record):
    """The bytes that one or more tensors look at."""

    id: str
    nbytes: int = Field(description="Size when first seen, in bytes; `Step.resizes` tells of later sizes.")
    device: str
    category: Category = Field(description="What the storage was for, judged when the program had ended.")
    born: int = Field(description="Index of the step in which it was first seen.")
    freed: int | None = Field(description="Index of the step in which, or right after which, it died.")
    version: int | None = Field(description="Highest version counter seen on a tensor of it; none for inference.")


class Tensor(Record):
    """A view onto a storage; strides and offset count elements."""

    id: str
    storage: str | None = Field(description="Absent for layouts that have no single storage, such as sparse.")
    shape: tuple[int, ...]
    stride: tuple[int, ...]
    offset: int
    dtype: str
    base: str | None = Field(description="The tensor that this one is a view of, as autograd sees it.")
    parameter: bool = Field(description="Whether it is a torch.nn.Parameter.")
    born: int = Field(description="Index of the step in which it was first seen.")


class Node(Record):
    """An autograd node: what backward will run for one operation."""

    id: str
    name: str = Field(description="torch's own name for it, such as ReluBackward0.")
    step: int = Field(description="Index of the step after which it was first seen.")
    next: tuple[str, ...] = Field(description="The nodes that its gradients flow to.")
    leaf: str | None = Field(None, description="The tensor whose .grad it fills; only AccumulateGrad has one.")


class Write(Record):
    """A kernel wrote into a tensor, according to the operator's schema."""

    tensor: str
    storage: str | None
    kernel: str = Field(description="The operator that wrote, such as aten::relu_.")
    before: int | None = Field(description="Version counter before the step; none for inference tensors.")
    after: int | None = Field(description="Version counter after the step.")
    read: bool = Field(False, description="The operator was given the same tensor to read, too.")


class Save(Record):
    """Autograd kept a tensor for backward: node and slot, the storage, and the version that backward will demand."""

    node: str
    slot: str = Field(description="Name of the saved field, such as result or self.")
    tensor: str | None = Field(description="A tensor of the program with the same geometry, where there is one.")
    storage: str | None
    shape: tuple[int, ...]
    version: int | None = Field(description="None where it could not be read: already stale, or packed by a hook.")
    hook: str = Field("", description="What has packed it away: saved_tensors_hooks, save_on_cpu and the like.")
    packed: str | None = Field(None, description="The tensor of the program that a hook keeps itself, and no copy.")


class State(Record):
    """A tensor's autograd state once a step has ended; recorded when it differs from before."""

    tensor: str
    version: int | None
    requires_grad: bool
    is_leaf: bool
    grad_fn: str | None


class Binding(Record):
    """A name that points to a tensor; `net.0.weight` and `feats[1]` are names too."""

    frame: str = Field(description="Depth and function, such as 0:<module> or 1:Net.forward.")
    name: str
    tensor: str | None = Field(description="None: the name no longer points to a tensor.")
    line: int | None = Field(None, description="The line that bound it, where the program's code tells.")
    item: bool = Field(False, description="It was taken out of a list or the like: `for y in ys`, `y = ys[0]`.")
    returned: str = Field(
        "", description="The call that gave it a tensor which had another name in the frame already: dropout, float."
    )


class Frame(Record):
    """A place in the reader's own program."""

    function: str
    line: int
    file: str = Field("", description="Which file of a program that has several; empty for a snippet.")
    names: tuple[str, ...] = Field(
        (), description="The names in the expression that is being worked out there; attributes begin with a dot."
    )
    place: int = Field(0, ge=0, description="Where in its bytecode it stands: the same for all that one call does.")
    checkpoint: bool = Field(False, description="It has called torch.utils.checkpoint, which has called back.")


class Resize(Record):
    """A storage changed its size."""

    storage: str
    nbytes: int


class Range(Record):
    """The lowest and the highest element of a block; nan where one of them is."""

    low: Element
    high: Element


class Content(Record):
    """What a storage held once a step had ended: recorded when it is first seen, and when it differs from before.

    Small storages element by element, larger ones as equal blocks (the last may be shorter). Both are empty where
    the elements could not be read: a dtype without plain numbers, a storage beyond the limits.
    """

    storage: str
    dtype: str = Field(description="What the bytes were read as: the dtype of the first tensor that was seen on them.")
    count: int = Field(ge=0, description="How many elements of that dtype the storage has.")
    values: tuple[Element, ...] = Field((), max_length=MOST_ELEMENTS)
    blocks: tuple[Range, ...] = Field((), max_length=MOST_BLOCKS)


class Returned(Record):
    """A call that made nothing new: dropout in eval mode, or float of what is float already."""

    op: str
    tensor: str
    line: int | None = None


class Shown(Record):
    """A tensor was printed, or made text of."""

    tensor: str
    depth: int = Field(ge=0, description="How many frames of the program lie around the one that did it.")
    names: tuple[str, ...] = Field(description="The names in the expression that did it.")


class Unheard(Record):
    """A storage changed after a step, and no operator did it: NumPy, a buffer of Python, another view of the bytes."""

    storage: str
    lines: tuple[int, ...] = Field((), max_length=8, description="The lines of the program that may have done it.")


class Step(Record):
    """One torch call of the program, or one node that backward ran.

    `live`, `frees` and `bindings` show the program just before the next step began, when this line's own
    temporaries are gone; `peak` is the highest moment in between.
    """

    index: int
    line: int | None = Field(description="Line of the snippet; for a backward node the line that called backward.")
    visit: int = Field(1, description="How many times the program has come to this line by now, to call torch.")
    frames: tuple[Frame, ...] = Field(description="The reader's own call stack, outermost first.")
    phase: Phase
    op: str = Field(description="What was called, as the reader calls it; for a backward node its name.")
    kernels: tuple[str, ...] = Field(description="The operators that ran, in order.")
    node: str | None = Field(description="The autograd node that this step ran, in a backward pass.")
    reads: tuple[str, ...]
    writes: tuple[Write, ...]
    creates: tuple[str, ...]
    saves: tuple[Save, ...]
    states: tuple[State, ...]
    frees: tuple[str, ...] = Field(description="Storages that died in this step or right after it.")
    resizes: tuple[Resize, ...] = ()
    contents: tuple[Content, ...] = ()
    releases: tuple[str, ...] = Field((), description="Nodes that let go of what they kept, in this step or after it.")
    bindings: tuple[Binding, ...] = Field(description="Names that changed, right after this step.")
    live: Bytes
    peak: Bytes
    failed: bool = Field(False, description="The step raised an exception, which may have been caught.")
    raised: str = Field("", max_length=1000, description="What torch's RuntimeError said, caught or not.")
    refused: tuple[str, ...] = Field((), description="The tensors that the operator which raised was about to write.")
    given: tuple[str, ...] = Field((), description="The tensors that the operator which raised was about to read.")
    number: Element | None = Field(None, description="The plain number that the call was given last.")
    returned: tuple[Returned, ...] = Field((), description="Calls since that only returned what they had been given.")
    shown: tuple[Shown, ...] = Field((), description="Tensors that were printed since.")
    unheard: tuple[Unheard, ...] = Field((), description="Storages that something other than torch changed since.")
    thrown_away: bool = Field(False, description="The program drops what the call returns.")
    repeats: int = Field(0, ge=0, description="Places that an indexed write was told before, and does not add up.")


class Value(Record):
    """What a name held when the program ended."""

    name: str
    tensor: str
    shape: tuple[int, ...]
    dtype: str
    digest: str = Field(description="BLAKE2b of the elements' bytes in reading order: equal digests, equal bits.")


class Sample(Record):
    """A tensor's elements, in so few numbers that two runs can be compared by them."""

    name: str = Field(description="What the program calls it: `model.0.weight`, `loss`, `out[0]`.")
    shape: tuple[int, ...]
    dtype: str
    digest: str = Field(description="BLAKE2b of the elements' bytes in reading order: equal digests, equal bits.")
    head: tuple[Element, ...] = Field((), max_length=8, description="The first elements in reading order.")
    sums: tuple[float, ...] = Field(
        (), max_length=3, description="Sum, sum of absolute values, and a sum with fixed unequal weights, in float64."
    )
    member: bool = Field(False, description="It is a parameter or a buffer of a module.")


class Update(Record):
    """What an optimizer found when it was told to step: the gradient of each of its parameters that has one."""

    line: int | None
    gradients: tuple[Sample, ...]
    roots: int = Field(0, ge=0, description="How many of the account's roots had been seen by then.")


class Spoiled(Record):
    """A saved tensor whose elements were not what they had been when backward came to use them.

    Only the oracle for gradients can tell: it compares the copy that it made with what lies in the storage now.
    """

    node: str = Field(description="torch's name of the node that had saved it, such as MulBackward0.")
    op: str = Field(description="The call that made the node, as the program calls it.")
    frames: tuple[Frame, ...] = Field(description="Where the program stood when it was saved, outermost first.")
    shape: tuple[int, ...]
    version: int | None = Field(description="Version counter when it was saved.")
    found: int | None = Field(description="Version counter when it was used; the same where nobody noticed.")
    was: tuple[Element, ...] = Field(max_length=8, description="The first elements that differ, as they were saved.")
    now: tuple[Element, ...] = Field(max_length=8, description="The same elements when backward came to use them.")


class Account(Record):
    """The numbers that training depends on: what two runs of almost the same program are compared by."""

    updates: tuple[Update, ...] = Field((), description="One for each time that an optimizer stepped, in order.")
    roots: tuple[Sample, ...] = Field((), description="What each backward pass started from, in order: the losses.")
    ends: tuple[Sample, ...] = Field((), description="What names held in the end, gradients among them.")
    spoiled: tuple[Spoiled, ...] = ()
    cut: bool = Field(False, description="There was more than is written down.")
    broken: bool = Field(
        False, description="The oracle had to leave the graph: gradients, and what follows from them, tell nothing."
    )


class Failure(Record):
    """The exception that ended the program, verbatim."""

    type: str
    message: str
    line: int | None = Field(description="Line of the program that was running.")
    file: str = Field("", description="Which file of a program that has several; empty for a snippet.")
    step: int | None = Field(description="Index of the step that raised it, where one did.")
    traceback: str = Field(description="The traceback, without frames of the recorder.")


class Cut(Record):
    """A limit that was met: what lies beyond it is not in the trace."""

    limit: Limit
    at: int
    step: int = Field(description="Index of the last step that was recorded whole.")


class Trace(Record):
    """What one run of one snippet did."""

    schema_version: Literal[2] = 2
    torch: str = Field(description="Version of torch.")
    device: str = Field(description="The device that tensors were made on by default.")
    threads: int = Field(description="Threads that torch used for one operator.")
    storages: tuple[Storage, ...] = ()
    tensors: tuple[Tensor, ...] = ()
    nodes: tuple[Node, ...] = ()
    steps: tuple[Step, ...] = ()
    values: tuple[Value, ...] = ()
    account: Account | None = Field(None, description="Only a trial has one.")
    failure: Failure | None = None
    cuts: tuple[Cut, ...] = ()
    seconds: float = Field(description="Time that the program itself took, as the child measured it.")

    def peak(self, *phases: Phase) -> int:
        """Most live bytes at any moment of the given phases (of all, where none is given)."""
        return max((s.peak.total for s in self.steps if not phases or s.phase in phases), default=0)

    def saves(self) -> Iterator[tuple[Step, Save]]:
        """Every save with the step that made it."""
        return ((step, save) for step in self.steps for save in step.saves)

    def writes(self) -> Iterator[tuple[Step, Write]]:
        """Every write with the step that made it."""
        return ((step, write) for step in self.steps for write in step.writes)
