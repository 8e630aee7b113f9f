"""What an activation can take: which shapes, which numbers, and in which forms torch has it."""

from ...sentence import sentence
from .activations import ACTIVATIONS, DROPOUTS
from .shape import Refused, Shape, shape_text
from .spec import Act


def activated(block: Act, shape: Shape) -> Shape:
    """The shape that leaves an activation. Raises Refused."""
    _may_arrive(block, shape)
    _may_be(block)
    known = ACTIVATIONS[block.name]
    if block.form == "functional" and not known.has("functional"):
        raise Refused(sentence("torch has no function F.%(name)s with inplace=. Take the module.", name=block.name))
    if block.form == "method" and not known.has("method"):
        raise Refused(
            sentence("torch has no function %(name)s_ that writes in place. Take the module or F.", name=block.name)
        )
    return shape


def _may_arrive(block: Act, shape: Shape) -> None:
    """Torch only warns where Dropout2d and Dropout3d get too few dimensions, but says that it will refuse them."""
    if block.name == "dropout1d" and len(shape) > 3:
        raise Refused(sentence("Dropout1d takes two or three dimensions, not %(shape)s.", shape=shape_text(shape)))
    if block.name == "dropout2d" and len(shape) < 4:
        raise Refused(sentence("Dropout2d takes four dimensions, not %(shape)s.", shape=shape_text(shape)))
    if block.name == "dropout3d" and len(shape) < 4:
        raise Refused(sentence("Dropout3d takes four or five dimensions, not %(shape)s.", shape=shape_text(shape)))


def _may_be(block: Act) -> None:
    """Its numbers make sense together."""
    numbers = block.numbers
    if block.name in DROPOUTS and not 0 <= numbers[0] <= 1:
        raise Refused(sentence("p is a probability, from 0 to 1."))
    if block.name == "celu" and not numbers[0]:
        raise Refused(sentence("CELU divides by alpha, so alpha cannot be 0."))
    if block.name == "rrelu" and numbers[0] > numbers[1]:
        raise Refused(sentence("lower cannot be above upper."))
    # As a function it takes equal numbers, too.
    if block.name == "hardtanh" and (numbers[0] > numbers[1] or (numbers[0] == numbers[1] and block.form == "module")):
        raise Refused(sentence("min_val must be below max_val."))
