"""Draft: a network as somebody typed it, right or wrong. All of it is text, and nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pydantic import BaseModel

from ..network.activations import ACTIVATIONS
from ..network.spec import BLOCKS, Act

TYPES = {str(each.model_fields["kind"].default): each for each in BLOCKS}
"""The types of blocks by their kind."""
UNKNOWN = "text"
"""The kind of a block whose words nobody understands; its one field is `text`."""
_ALWAYS = {
    "conv": {"out"},
    "linear": {"out"},
    "gn": {"groups"},
    "maxpool": {"kernel", "stride"},
    "up": {"scale"},
    "act": {"name"},
    "mark": {"name"},
    "back": {"name"},
    "add": {"name"},
    "cat": {"name"},
}
"""Fields that are written even where they are defaults: nobody should have to know them."""


@dataclass(frozen=True)
class BlockDraft:
    """One block: its kind, and what was given of its fields."""

    kind: str
    given: Mapping[str, str] = field(default_factory=dict)

    def shown(self, name: str) -> str:
        """What the field of a form shows: what was given, else the default."""
        if name in self.given or self.kind not in TYPES:
            return self.given.get(name, "")
        return default_of(self.kind, self.given.get("name", ""), name)


@dataclass(frozen=True)
class Draft:
    """A whole network, how it is run, and what it is compared with."""

    input: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[BlockDraft, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    vs: str = "inplace"
    flag: str = "on"
    pin: tuple[BlockDraft, ...] = ()

    def with_blocks(self, blocks: tuple[BlockDraft, ...]) -> "Draft":
        """The same with other blocks."""
        return replace(self, blocks=blocks)


def drafted(block: BaseModel) -> BlockDraft:
    """A block as one would type it: what differs from its defaults."""
    kind = str(getattr(block, "kind", ""))
    return BlockDraft(kind, given_of(block, frozenset(_ALWAYS.get(kind, ()))))


def given_of(record: BaseModel, always: frozenset[str] = frozenset()) -> dict[str, str]:
    """The fields of a record that differ from their defaults, and some that are wanted in any case, as text."""
    fields = {name: (getattr(record, name), each.default) for name, each in type(record).model_fields.items()}
    return {
        name: text_of(value)
        for name, (value, default) in fields.items()
        if name != "kind" and (value != default or name in always)
    }


def text_of(value: object) -> str:
    """A value as one would type it: 3, 3x5, 0.2, on."""
    match value:
        case bool():
            return "on" if value else "off"
        case float():
            return str(int(value)) if value == int(value) else repr(value)
        case (first, second):
            return str(first) if first == second else f"{first}x{second}"
        case None:
            return ""
        case _:
            return str(value)


def default_of(kind: str, activation: str, name: str) -> str:
    """The default of a field; the numbers of an activation have theirs from torch."""
    place = {"first": 0, "second": 1}.get(name)
    if TYPES[kind] is Act and place is not None:
        numbers = ACTIVATIONS[activation].parameters if activation in ACTIVATIONS else ()
        return text_of(numbers[place][1]) if place < len(numbers) else ""
    known = TYPES[kind].model_fields.get(name)
    return text_of(known.default) if known else ""
