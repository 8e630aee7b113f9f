"""The Lab's form: what stands in the address, what it means, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, get_args
from urllib.parse import parse_qsl

from starlette.datastructures import QueryParams

from ...lab.address.draft import Draft, text_of
from ...lab.address.notation import net_text
from ...lab.address.query import pairs_of, query_of, read
from ...lab.address.reading import Reading, judged
from ...lab.network.activations import ACTIVATIONS, Activation
from ...lab.network.contrast import Contrast
from ...lab.network.presets import PRESETS, Preset
from ...lab.network.shapes import Shapes
from ...lab.network.spec import MOST_BLOCKS, NAMES, NetworkSpec, Options
from ...sentence import Sentence, sentence
from .cards import Card, cards_of
from .edits import edited
from .fields import draft_in


@dataclass(frozen=True)
class LabForm:
    """The form as it was filled in."""

    reading: Reading
    devices: tuple[str, ...]
    moved: bool
    """The address that was asked for is not the one of this state: it came from the form, or was typed."""

    @property
    def spec(self) -> NetworkSpec | None:
        """The network; absent while something is wrong."""
        return self.reading.spec

    @property
    def contrast(self) -> Contrast:
        """What it is compared with."""
        return self.reading.contrast

    @property
    def shapes(self) -> Shapes | None:
        """The shapes of the blocks, as far as they are known."""
        return self.reading.shapes

    @property
    def valid(self) -> bool:
        """Nothing is wrong."""
        return self.reading.valid

    @property
    def complaints(self) -> Mapping[str, Sentence]:
        """What is wrong, by the name of the field."""
        return self.reading.complaints

    @property
    def draft(self) -> Draft:
        """What was typed."""
        return self.reading.draft

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """A card for each block."""
        return cards_of(self.reading)

    @cached_property
    def canonical(self) -> str:
        """The query of this state."""
        return query_of(self.draft)

    def query(self, **changes: str) -> str:
        """The query of this state with some of its values changed: mode="eval", vs="order"."""
        return query_of(judged(read({**pairs_of(self.draft), **changes})).draft)

    def option(self, name: str) -> str:
        """What the field of an option shows."""
        given = self.draft.options.get(name)
        return text_of(Options.model_fields[name].default) if given is None else given

    @property
    def unusual(self) -> tuple[tuple[str, str], ...]:
        """Options that are not as usual, without the mode."""
        return tuple((name, value) for name, value in self.draft.options.items() if name != "mode")

    @property
    def options_wrong(self) -> bool:
        """Something that lies folded away is wrong."""
        return any(name in self.complaints for name in Options.model_fields if name != "mode")

    @property
    def offered(self) -> tuple[str, ...]:
        """The devices to choose from."""
        return ("auto", *self.devices)

    @property
    def pinned(self) -> str:
        """The pinned network in one line."""
        return net_text(self.draft.pin)

    @property
    def full(self) -> bool:
        """There is no room for a further block."""
        return len(self.draft.blocks) >= MOST_BLOCKS

    @staticmethod
    def choices(name: str) -> tuple[str, ...]:
        """What an option offers."""
        return get_args(Options.model_fields[name].annotation)

    names: ClassVar[tuple[str, ...]] = NAMES
    """What a tensor can be marked with."""
    most: ClassVar[int] = MOST_BLOCKS
    activations: ClassVar[Mapping[str, Activation]] = ACTIVATIONS
    presets: ClassVar[tuple[Preset, ...]] = PRESETS


def read_form(query: QueryParams, devices: tuple[str, ...]) -> LabForm:
    """Read the form out of a query, and do the edit that it asks for."""
    draft = edited(draft_in(query), query.get("do", ""), query.get("at", ""))
    device, wrong = draft.options.get("device", "auto"), {}
    if device in ("cpu", "cuda") and device not in devices:
        wrong["device"] = sentence(
            "This machine does not have that device. Choose one of: %(devices)s.", devices=", ".join(("auto", *devices))
        )
    reading = judged(draft, wrong)
    asked = query.multi_items()
    return LabForm(reading, devices, bool(asked) and asked != parse_qsl(query_of(reading.draft), True))
