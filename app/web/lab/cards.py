"""Cards: what the builder shows of each block."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from ...lab.address.draft import TYPES, BlockDraft
from ...lab.address.reading import Reading
from ...lab.network.activations import ACTIVATIONS, Activation
from ...lab.network.shape import shape_text
from ...lab.programs.layers import labels
from ...sentence import Sentence
from .fields import parameters_of

_NUMBERS = ("first", "second")
_FURTHER = {
    "conv": ("stride", "padding", "dilation", "groups", "padding_mode", "bias", "frozen"),
    "linear": ("bias", "frozen"),
    "bn": ("frozen",),
    "gn": ("frozen",),
    "maxpool": ("padding",),
    "act": ("form", *_NUMBERS),
}
"""Fields that lie folded away."""


@dataclass(frozen=True)
class Card:
    """One block of the builder."""

    index: int
    draft: BlockDraft
    label: str
    """conv1, as in the program; empty where the program has no such thing."""
    shape: str
    """Of the tensor that leaves it, where that is known."""
    complaints: Mapping[str, Sentence]
    """By field; with no name, what the whole block is blamed for."""

    @property
    def kind(self) -> str:
        """What it is."""
        return self.draft.kind

    @property
    def activation(self) -> Activation:
        """The activation that it is."""
        return ACTIVATIONS.get(self.draft.given.get("name", ""), ACTIVATIONS["relu"])

    @property
    def inplace(self) -> str:
        """What its flag is set to; empty where it has none."""
        if self.kind == "act":
            known = self.activation
            has = bool(known.in_place) if self.shown("form") == "method" else known.takes_inplace
            return self.shown("inplace") if has else ""
        return self.shown("inplace") if self.kind == "add" else ""

    @property
    def statement(self) -> str:
        """What a block that works with a mark does, as it stands in the program."""
        name = self.shown("name")
        said = {"mark": f"{name} = h", "back": f"h = {name}", "add": f"h + {name}", "cat": f"torch.cat([{name}, h])"}
        return said.get(self.kind, "")

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The numbers of an activation: the field, and what torch calls it."""
        return tuple(zip(_NUMBERS, parameters_of(self.draft.given.get("name", "")), strict=False))

    def shown(self, name: str) -> str:
        """What a field shows."""
        return self.draft.shown(name)

    @property
    def further(self) -> tuple[str, ...]:
        """Fields that lie folded away."""
        return _FURTHER.get(self.kind, ())

    @property
    def changed(self) -> int:
        """How many of those are not as usual."""
        return sum(1 for name in self.further if name in self.draft.given)

    @property
    def open(self) -> bool:
        """Something that lies folded away is wrong."""
        return any(name in self.further for name in self.complaints)


def cards_of(reading: Reading) -> tuple[Card, ...]:
    """A card for each block."""
    leaving = [shape_text(shape) for shape in reading.shapes.leaving] if reading.shapes else []
    blocks = reading.draft.blocks
    names = labels(tuple(_like(block) for block in blocks))
    return tuple(
        Card(index, block, names[index], leaving[index] if index < len(leaving) else "", _blamed(reading, index))
        for index, block in enumerate(blocks)
    )


def _like(block: BlockDraft) -> object:
    """A block of the same kind, for its name in the program; none where nobody knows what it is."""
    if block.kind not in TYPES:
        return None
    known = {"name": block.given["name"]} if "name" in block.given else {}
    try:
        return TYPES[block.kind].model_validate(known)
    except ValidationError:
        return None


def _blamed(reading: Reading, index: int) -> dict[str, Sentence]:
    parts = ((key.partition("."), why) for key, why in reading.complaints.items())
    return {field: why for (place, _, field), why in parts if place == str(index)}
