"""The Lab's form: what stands in the address, what it means, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast, get_args
from urllib.parse import urlencode

from pydantic import ValidationError

from ..lab.comparison import Layer, Mode
from ..trace import Device

NUMBERS = tuple(Layer.model_fields)
MODES: tuple[Mode, ...] = get_args(Mode)


@dataclass(frozen=True)
class NumberField:
    """One number of the layer: what was typed, and between which bounds it must lie."""

    name: str
    value: str
    low: int
    high: int
    wrong: bool


@dataclass(frozen=True)
class LabForm:
    """The form as it was filled in. `layer` is absent while something is wrong."""

    numbers: Mapping[str, NumberField]
    layer: Layer | None
    mode: Mode
    mode_wrong: bool
    device: str
    device_wrong: bool
    devices: tuple[str, ...]

    @property
    def valid(self) -> bool:
        """Nothing is wrong."""
        return self.layer is not None and not self.mode_wrong and not self.device_wrong

    @property
    def chosen_device(self) -> Device:
        """The device of a valid form."""
        return cast(Device, self.device)

    def query(self, **changes: str) -> str:
        """The address of this form, with some fields changed."""
        typed = {name: field.value for name, field in self.numbers.items()}
        return urlencode({**typed, "mode": self.mode, "device": self.device, **changes})


def read_form(query: Mapping[str, str], devices: tuple[str, ...]) -> LabForm:
    """Read the form out of a query; a field that is absent has its default."""
    layer, wrong = _layer({name: query[name] for name in NUMBERS if name in query})
    mode = query.get("mode", MODES[0])
    device = query.get("device", devices[-1])
    return LabForm(
        numbers={name: _number(name, query, name in wrong) for name in NUMBERS},
        layer=layer,
        mode=mode if mode in MODES else MODES[0],
        mode_wrong=mode not in MODES,
        device=device,
        device_wrong=device not in devices,
        devices=devices,
    )


def _layer(typed: Mapping[str, str]) -> tuple[Layer | None, frozenset[str]]:
    """The layer, or the names of the fields that are wrong."""
    try:
        return Layer.model_validate(typed), frozenset()
    except ValidationError as error:
        return None, frozenset(str(each["loc"][0]) for each in error.errors())


def _number(name: str, query: Mapping[str, str], wrong: bool) -> NumberField:
    field = Layer.model_fields[name]
    bounds: dict[str, Any] = {}
    for rule in field.metadata:
        bounds |= {side: getattr(rule, side) for side in ("ge", "le") if hasattr(rule, side)}
    return NumberField(name, query.get(name, str(field.default)), bounds["ge"], bounds["le"], wrong)
