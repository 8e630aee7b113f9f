"""DOT: tensors, storages and autograd nodes of a trace, and what hangs on what, for Graphviz.

    box         a tensor: its names, dtype and shape        an edge leads to its storage
    cylinder    a storage: bytes, device, category
    ellipse     an autograd node                            edges lead to the nodes that its gradients flow to,
                                                            and, dashed, to what it saved and to the leaf it fills
    octagon     a node that saved something which is not as it was

All that ever lived in the trace is in it. What a node saved is told as it was in the end (`kept.py`); where that is not
what was saved, the edge is bold, ends in a bar, and says so.

A label is a quoted string: quotes and backslashes are escaped, and so is `&`, for Graphviz reads HTML's entities there.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ..replay.moment import Pin
from ..trace import Node, Storage, Tensor, Trace
from .kept import kept
from .words import called, names, shown

_HEAD = """\
digraph trace {
  graph [charset="UTF-8", rankdir="LR", fontname="sans-serif"];
  node [fontname="sans-serif", shape="box", style="rounded"];
  edge [fontname="sans-serif", fontsize="10"];
"""
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "&": "&amp;", "\n": "\\n"})


def dot(trace: Trace) -> str:
    """The file."""
    drawing = _Drawing(trace, names(trace), tuple(kept(trace)))
    return "".join((_HEAD, *drawing.lines(), "}\n"))


def quoted(text: str) -> str:
    """A text as a string of DOT, which Graphviz shows as it is."""
    return f'"{text.translate(_ESCAPES)}"'


@dataclass(frozen=True)
class _Drawing:
    """What is to be drawn."""

    trace: Trace
    names: dict[str, str]
    pins: tuple[Pin, ...]

    def lines(self) -> Iterator[str]:
        """The statements, a line each."""
        yield from map(_storage, self.trace.storages)
        for tensor in self.trace.tensors:
            yield self._tensor(tensor)
            yield from _edge(tensor.id, tensor.storage)
        lost = {pin.save.node for pin in self.pins if _is_lost(pin)}
        for node in self.trace.nodes:
            yield self._node(node, lost=node.id in lost)
            yield from (line for follows in node.next for line in _edge(node.id, follows))
            yield from _edge(node.id, node.leaf, label="fills .grad of", style="dashed")
        for place, pin in enumerate(self.pins):
            yield from _saved(pin, f"p{place}")

    def _tensor(self, tensor: Tensor) -> str:
        title = self.names.get(tensor.id)
        kind = f"{shown(tensor.dtype)} {_shape(tensor.shape)}"
        return _vertex(tensor.id, *([title] if title else ()), f"{tensor.id}: {kind}")

    def _node(self, node: Node, *, lost: bool) -> str:
        made = self.trace.steps[node.step]
        # What fills a leaf's .grad belongs to no call; it is first seen in some step that uses the leaf.
        of = (f"{called(made)}, line {made.line}",) if node.leaf is None and made.line is not None else ()
        return _vertex(node.id, shown(node.name), *of, shape="octagon" if lost else "ellipse", style="")


def _storage(storage: Storage) -> str:
    about = f"{storage.nbytes} bytes, {shown(storage.device)}"
    return _vertex(storage.id, f"{storage.id}: {about}", storage.category, shape="cylinder", style="")


def _saved(pin: Pin, place: str) -> Iterator[str]:
    """The edge from a node to the tensor that it saved; to its storage, or to a note, where no tensor stands for it."""
    save = pin.save
    target = save.tensor or save.storage or place
    if target == place:
        hook = [f"packed by {shown(save.hook)}"] if save.hook else ()
        yield _vertex(place, _shape(save.shape), *hook, shape="note", style="")
    look = {"style": "bold", "color": "#b00020", "arrowhead": "tee"} if _is_lost(pin) else {"style": "dashed"}
    yield from _edge(save.node, target, label=_told(pin), **look)


def _is_lost(pin: Pin) -> bool:
    return pin.broken or pin.deceived


def _told(pin: Pin) -> str:
    lines = [f"saved {shown(pin.save.slot)}"]
    if pin.save.version is not None:
        lines.append(f"expects version {pin.save.version}")
    if pin.broken:
        lines.append(f"BROKEN: it is at {pin.has}")
    elif pin.deceived:
        lines.append("UNNOTICED: its values are others")
    return "\n".join(lines)


def _shape(shape: tuple[int, ...]) -> str:
    return shown(str(shape))


def _vertex(id_: str, *label: str, **look: str) -> str:
    attributes = _attributes(label="\n".join(label), **look)
    return f"  {quoted(id_)} [{attributes}];\n"


def _edge(start: str, end: str | None, **look: str) -> Iterator[str]:
    if end is not None:
        attributes = f" [{_attributes(**look)}]" if look else ""
        yield f"  {quoted(start)} -> {quoted(end)}{attributes};\n"


def _attributes(**look: str) -> str:
    return ", ".join(f"{name}={quoted(value)}" for name, value in look.items())
