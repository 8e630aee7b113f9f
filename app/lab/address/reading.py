"""Reading: what a draft means, or what is wrong with it, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from ...sentence import Sentence, sentence
from ..network.activations import ACTIVATIONS
from ..network.contrast import Contrast, sides_of
from ..network.shapes import Shapes, shapes_of
from ..network.spec import MOST_BLOCKS, Form, Input, NetworkSpec, Options
from .complaints import complaints_of
from .draft import TYPES, UNKNOWN, BlockDraft, Draft, drafted, given_of
from .notation import why_unknown

SIZES = tuple(Input.model_fields)
Complaints = dict[str, Sentence]
_Kind = TypeVar("_Kind", bound=BaseModel)


@dataclass(frozen=True)
class Reading:
    """A draft, tidied where it is right, with what it means."""

    draft: Draft
    spec: NetworkSpec | None
    contrast: Contrast
    shapes: Shapes | None
    """Of the blocks up to the first that is wrong in itself."""
    complaints: Mapping[str, Sentence]
    """By the name of the field in the form: width, mode, vs, 3.kernel; 3 for what the whole block is blamed for."""

    @property
    def valid(self) -> bool:
        """Nothing is wrong."""
        return self.spec is not None


def judged(draft: Draft, more: Mapping[str, Sentence] | None = None) -> Reading:
    """Find out what a draft means. `more` is what somebody else has to complain of."""
    wrong: Complaints = dict(more or {})
    given, size = _read(Input, draft.input, wrong, "", keep=SIZES)
    options, how = _read(Options, draft.options, wrong, "")
    blocks, typed = _blocks(draft.blocks, wrong, "")
    pinned, pin = _blocks(draft.pin, wrong, "pin")
    contrast = _contrast(draft, pinned, wrong)
    tidy = replace(draft, input=size, options=how, blocks=typed, pin=pin)
    shapes = _shapes(given, blocks, options, wrong)
    spec = None
    if not wrong:
        spec = NetworkSpec(input=given or Input(), blocks=tuple(blocks), options=options or Options())
        _compare(spec, contrast, wrong)
    return Reading(tidy, None if wrong else spec, contrast, shapes, wrong)


def _read(
    record: type[_Kind], given: Mapping[str, str], wrong: Complaints, prefix: str, keep: tuple[str, ...] = ()
) -> tuple[_Kind | None, Mapping[str, str]]:
    """The record, and the text that it is typed as; or none, and the text as it was."""
    try:
        read = record.model_validate(dict(given))
    except ValidationError as error:
        wrong |= {f"{prefix}{name}": each for name, each in complaints_of(record, error).items()}
        return None, given
    return read, given_of(read, frozenset(keep))


def _blocks(drafts: tuple[BlockDraft, ...], wrong: Complaints, where: str) -> tuple[list[Any], tuple[BlockDraft, ...]]:
    """The blocks up to the first that is wrong, and all of them as text."""
    if not where and not drafts:
        wrong["blocks"] = sentence(
            "A network needs at least one block. Add one, or begin with a network that is known."
        )
    if not where and len(drafts) > MOST_BLOCKS:
        wrong["blocks"] = sentence("A network has at most %(most)s blocks.", most=MOST_BLOCKS)
    good: list[Any] = []
    typed = []
    for index, draft in enumerate(drafts):
        found: Complaints = {}
        block = _block(draft, found, f"{index}.")
        # A pinned network was right when it was pinned: who changes it by hand is told of one mistake.
        wrong |= {where or key: each for key, each in found.items()}
        if block is not None and len(good) == index:
            good.append(block)
        typed.append(drafted(block) if block is not None else draft)
    return good[:MOST_BLOCKS], tuple(typed)


def _block(draft: BlockDraft, wrong: Complaints, prefix: str) -> BaseModel | None:
    if draft.kind == UNKNOWN or draft.kind not in TYPES:
        wrong[prefix + "text"] = why_unknown(draft.given.get("text", draft.kind))
        return None
    if draft.kind == "act" and (name := draft.given.get("name", "relu")) not in ACTIVATIONS:
        wrong[prefix + "name"] = sentence("No block is called %(name)s.", name=name)
        return None
    return _read(TYPES[draft.kind], draft.given, wrong, prefix)[0]


def _contrast(draft: Draft, pinned: list[Any], wrong: Complaints) -> Contrast:
    """What differs between the two sides; the usual one while that is wrong."""
    if draft.flag not in ("on", "off"):
        wrong["flag"] = sentence("Choose one of these: %(values)s.", values="on, off")
    common: dict[str, Any] = {"inplace": draft.flag != "off", "pinned": tuple(pinned)}
    if draft.vs in ACTIVATIONS:
        return Contrast(kind="activation", activation=draft.vs, **common)
    if draft.vs in get_args(Form):
        return Contrast(kind="form", form=draft.vs, **common)
    if draft.vs in ("inplace", "order", "pinned"):
        return Contrast(kind=draft.vs, **common)
    wrong["vs"] = sentence(
        "Choose one of these: %(values)s.", values=", ".join(["inplace", "order", *get_args(Form), *ACTIVATIONS])
    )
    return Contrast(**common)


def _shapes(given: Input | None, blocks: list[Any], options: Options | None, wrong: Complaints) -> Shapes | None:
    if given is None or not blocks:
        return None
    known = NetworkSpec(input=given, blocks=tuple(blocks), options=options or Options())
    shapes = shapes_of(known)
    if shapes.misfit is not None:
        wrong[str(shapes.misfit.block)] = shapes.misfit.why
    return shapes


def _compare(spec: NetworkSpec, contrast: Contrast, wrong: Complaints) -> None:
    """The network on the other side has to fit, too."""
    for side in sides_of(spec, contrast):
        if (misfit := shapes_of(side.spec).misfit) is not None:
            wrong["vs"] = misfit.why
