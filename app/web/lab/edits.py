"""Edits: what the buttons of the builder do to a draft. Each is a short text, such as add:relu:2 or move:1:4."""

from collections.abc import Callable
from dataclasses import replace

from ...lab.address.draft import BlockDraft, Draft
from ...lab.address.notation import block_of
from ...lab.address.query import draft_of
from ...lab.network.presets import PRESETS
from ...lab.network.spec import MOST_BLOCKS, NAMES


def edited(draft: Draft, edit: str, place: str = "") -> Draft:
    """The draft after an edit; an edit that makes no sense changes nothing. `place` is where to add a block, where the
    edit itself does not say so."""
    name, _, rest = edit.partition(":")
    arguments = [*rest.split(":"), place][:2] if name == "add" else rest.split(":")
    try:
        return _EDITS[name](draft, *arguments) if name in _EDITS else draft
    except (TypeError, ValueError, IndexError):
        return draft


def _add(draft: Draft, kind: str, place: str) -> Draft:
    index = _place(place, len(draft.blocks) + 1) if place else len(draft.blocks)
    if len(draft.blocks) >= MOST_BLOCKS:
        return draft
    before, after = draft.blocks[:index], draft.blocks[index:]
    return draft.with_blocks((*before, _named(block_of(kind), before, draft.blocks), *after))


def _named(block: BlockDraft, before: tuple[BlockDraft, ...], blocks: tuple[BlockDraft, ...]) -> BlockDraft:
    """A new mark has a name of its own; what needs a mark takes the nearest one before it."""
    if block.kind == "mark":
        taken = {each.given.get("name") for each in blocks if each.kind == "mark"}
        return replace(block, given={"name": next((name for name in NAMES if name not in taken), NAMES[0])})
    if block.kind in ("back", "add", "cat"):
        marks = [each.given.get("name", "") for each in before if each.kind == "mark"]
        return replace(block, given={"name": marks[-1] if marks else NAMES[0]})
    return block


def _remove(draft: Draft, place: str) -> Draft:
    index = _place(place, len(draft.blocks))
    return draft.with_blocks(draft.blocks[:index] + draft.blocks[index + 1 :])


def _move(draft: Draft, start: str, end: str) -> Draft:
    """Take a block out and put it back so that it has the place `end`."""
    blocks = list(draft.blocks)
    taken = blocks.pop(_place(start, len(blocks)))
    blocks.insert(_place(end, len(blocks) + 1), taken)
    return draft.with_blocks(tuple(blocks))


def _up(draft: Draft, place: str) -> Draft:
    return _move(draft, place, str(int(place) - 1))


def _down(draft: Draft, place: str) -> Draft:
    return _move(draft, place, str(int(place) + 1))


def _preset(draft: Draft, slug: str) -> Draft:
    """A network that is known, run and compared as before."""
    known = next(each for each in PRESETS if each.slug == slug) if slug in _SLUGS else None
    if known is None:
        return draft
    made = draft_of(known.spec)
    return replace(draft, input=made.input, blocks=made.blocks)


def _pin(draft: Draft) -> Draft:
    return replace(draft, vs="pinned", pin=draft.blocks)


def _swap(draft: Draft) -> Draft:
    return replace(draft, blocks=draft.pin, pin=draft.blocks) if draft.pin else draft


def _unpin(draft: Draft) -> Draft:
    return replace(draft, pin=(), vs="inplace" if draft.vs == "pinned" else draft.vs)


def _place(text: str, end: int) -> int:
    """A place from 0 on, before `end`. Raises ValueError."""
    index = int(text)
    if not 0 <= index < end:
        raise ValueError(text)
    return index


_SLUGS = frozenset(each.slug for each in PRESETS)
_EDITS: dict[str, Callable[..., Draft]] = {
    "add": _add,
    "remove": _remove,
    "move": _move,
    "up": _up,
    "down": _down,
    "preset": _preset,
    "pin": lambda draft, *_: _pin(draft),
    "swap": lambda draft, *_: _swap(draft),
    "unpin": lambda draft, *_: _unpin(draft),
}
