"""Contrast: what differs between the two networks that are run beside each other."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from ...sentence import Sentence, sentence
from ...trace import Record
from .activations import ACTIVATIONS
from .spec import MOST_BLOCKS, Act, BatchNorm2d, Block, Form, GroupNorm, NetworkSpec

Kind = Literal["inplace", "activation", "form", "order", "pinned"]


class Contrast(Record):
    """How the right network is made of the one that was built, which is the left one.

    inplace      the same with its switches on, beside them off
    activation   every activation exchanged for another
    form         every activation as a module, as F.…(inplace=) or as torch.…_
    order        norm and activation behind it exchanged: before, after
    pinned       the other way round: on the left the network that was pinned before
    """

    kind: Kind = "inplace"
    activation: str = Field("leaky_relu", description="For `activation`: its name.")
    form: Form = Field("functional", description="For `form`: which one.")
    inplace: bool = Field(True, description="What the switches are set to on both sides, unless they are what differs.")
    pinned: Annotated[tuple[Block, ...], Field(max_length=MOST_BLOCKS)] = Field(
        (), description="For `pinned`: its blocks."
    )


@dataclass(frozen=True)
class SideSpec:
    """One of the two networks, with its switches set, and what it is called."""

    spec: NetworkSpec
    inplace: bool
    label: Sentence
    code: bool = False
    """The label is code, the same in every language."""


def sides_of(spec: NetworkSpec, contrast: Contrast) -> tuple[SideSpec, SideSpec]:
    """The left and the right network."""
    flag = contrast.inplace
    built = SideSpec(spec, flag, sentence("as built"))
    match contrast.kind:
        case "inplace":
            return (
                SideSpec(spec, False, sentence("inplace=False"), code=True),
                SideSpec(spec, True, sentence("inplace=True"), code=True),
            )
        case "activation":
            other = spec.with_blocks(tuple(_exchanged(block, contrast.activation) for block in spec.blocks))
            return _named(spec, flag), _named(other, flag)
        case "form":
            other = spec.with_blocks(tuple(_formed(block, contrast.form) for block in spec.blocks))
            return built, SideSpec(other, flag, _FORMS[contrast.form])
        case "order":
            other = spec.with_blocks(_reordered(spec.blocks))
            return built, SideSpec(other, flag, sentence("norm and activation exchanged"))
        case "pinned":
            pinned = spec.with_blocks(contrast.pinned or spec.blocks)
            return SideSpec(pinned, flag, sentence("pinned")), built


_FORMS: dict[Form, Sentence] = {
    "module": sentence("activations as modules"),
    "functional": sentence("activations as F functions"),
    "method": sentence("activations as torch functions"),
}


def _named(spec: NetworkSpec, flag: bool) -> SideSpec:
    """A side that is called by its activations: ReLU, LeakyReLU."""
    names = dict.fromkeys(ACTIVATIONS[block.name].module for block in spec.blocks if isinstance(block, Act))
    return SideSpec(spec, flag, Sentence(text=" + ".join(names) or "–"), code=True)


def _exchanged(block: Any, name: str) -> Any:
    if not isinstance(block, Act):
        return block
    known = ACTIVATIONS[name]
    return Act(name=name, form=block.form if known.has(block.form) else "module", inplace=block.inplace)


def _formed(block: Any, form: Form) -> Any:
    if not isinstance(block, Act):
        return block
    known = ACTIVATIONS[block.name]
    return block.model_copy(update={"form": form}) if known.has(form) else block


def _reordered(blocks: tuple[Any, ...]) -> tuple[Any, ...]:
    """Each norm that an activation follows goes behind it, and the other way round."""
    made, index = [], 0
    while index < len(blocks):
        pair = blocks[index : index + 2]
        first, second = (_is_norm(pair[0]), _is_norm(pair[-1])) if len(pair) == 2 else (False, False)
        if len(pair) == 2 and first != second and any(isinstance(each, Act) for each in pair):
            made += [pair[1], pair[0]]
            index += 2
        else:
            made.append(pair[0])
            index += 1
    return tuple(made)


def _is_norm(block: Any) -> bool:
    return isinstance(block, (BatchNorm2d, GroupNorm))
