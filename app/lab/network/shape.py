"""Shape: the sizes of a tensor, and what is said where a block cannot take one."""

from ...sentence import Sentence

Shape = tuple[int, ...]


class Refused(Exception):
    """Why a block cannot take what arrives."""

    def __init__(self, why: Sentence) -> None:
        self.why = why


def shape_text(shape: Shape) -> str:
    """8×64×32×32."""
    return "×".join(map(str, shape))
