"""Notation: a network in one line, such as conv(192,k=11,s=4,p=2)~relu, read and written.

A block is `name` or `name(arguments)`: first what matters most, by place; then `key=value`; and words such as nobias.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...sentence import Sentence, sentence
from ..network.activations import ACTIVATIONS
from .draft import UNKNOWN, BlockDraft

_TEXT = re.compile(r"(\w*)(?:\((.*)\))?", re.ASCII | re.DOTALL)


@dataclass(frozen=True)
class _Grammar:
    """How the arguments of a block are written: by place, by key, or as a word that stands for a field's value."""

    kind: str
    places: tuple[str, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class _Misread(Exception):
    """Why nobody understands a block."""

    def __init__(self, why: Sentence) -> None:
        self.why = why


_FROZEN = {"frozen": ("frozen", "on")}
_NO_BIAS = {"nobias": ("bias", "off")}
_SWITCH = {word: ("inplace", word) for word in ("on", "off", "switch")}
_FORMS = {"module": ("form", "module"), "F": ("form", "functional"), "method": ("form", "method")}
_SLIDES = {"k": "kernel", "s": "stride", "p": "padding"}
_CONV = {**_SLIDES, "d": "dilation", "g": "groups", "pad": "padding_mode"}

_GRAMMARS: dict[str, _Grammar] = {
    "conv": _Grammar("conv", ("out",), _CONV, {**_NO_BIAS, **_FROZEN}),
    "linear": _Grammar("linear", ("out",), {}, {**_NO_BIAS, **_FROZEN}),
    "bn": _Grammar("bn", words=_FROZEN),
    "gn": _Grammar("gn", ("groups",), {}, _FROZEN),
    "maxpool": _Grammar("maxpool", ("kernel",), {"s": "stride", "p": "padding"}),
    "up": _Grammar("up", ("scale",)),
    "flatten": _Grammar("flatten", ("start",)),
    "mark": _Grammar("mark", ("name",)),
    "back": _Grammar("back", ("name",)),
    "add": _Grammar("add", ("name",), {}, _SWITCH),
    "cat": _Grammar("cat", ("name",)),
    "hook": _Grammar("hook"),
}
_PLACES = ("first", "second")
_GRAMMARS |= {
    name: _Grammar("act", _PLACES[: len(known.parameters)], {}, {**_SWITCH, **_FORMS})
    for name, known in ACTIVATIONS.items()
}


def net_of(text: str, most: int) -> tuple[BlockDraft, ...]:
    """The blocks of a line, up to so many."""
    parts = [part for part in text.split("~", most * 2) if part.strip()]
    return tuple(block_of(part) for part in parts[:most])


def net_text(blocks: tuple[BlockDraft, ...]) -> str:
    """Some blocks as a line."""
    return "~".join(block_text(block) for block in blocks)


def block_of(text: str) -> BlockDraft:
    """One block; what nobody understands stays as it was typed."""
    try:
        return _parsed(text.strip())
    except _Misread:
        return BlockDraft(UNKNOWN, {"text": text})


def why_unknown(text: str) -> Sentence:
    """What is wrong with a block that nobody understands."""
    try:
        _parsed(text.strip())
    except _Misread as misread:
        return misread.why
    return sentence("No block is called %(name)s.", name=text)


def block_text(block: BlockDraft) -> str:
    """One block as it stands in a line."""
    if block.kind == UNKNOWN:
        return block.given.get("text", "")
    name = block.given.get("name", "") if block.kind == "act" else block.kind
    grammar = _GRAMMARS.get(name, _Grammar(block.kind))
    left = {field: value for field, value in block.given.items() if block.kind != "act" or field != "name"}
    places = [left.pop(field, "") for field in grammar.places]
    while places and not places[-1]:
        places.pop()
    keyed = [f"{key}={left.pop(field)}" for key, field in grammar.keys.items() if field in left]
    words = [word for word, (field, value) in grammar.words.items() if left.get(field) == value]
    said = {grammar.words[word][0] for word in words}
    rest = [f"{field}={value}" for field, value in left.items() if field not in said]
    arguments = [*places, *keyed, *words, *rest]
    return f"{name}({','.join(arguments)})" if arguments else name


def _parsed(text: str) -> BlockDraft:
    """Raises _Misread."""
    match = _TEXT.fullmatch(text)
    if match is None or match[1] not in _GRAMMARS:
        raise _Misread(sentence("No block is called %(name)s.", name=text))
    name, arguments = match[1], match[2] or ""
    grammar = _GRAMMARS[name]
    given = {"name": name} if grammar.kind == "act" else {}
    places = iter(grammar.places)
    for word in arguments.split(",") if arguments.strip() else ():
        field, value = _argument(grammar, word.strip(), places)
        if not field or field in given:
            raise _Misread(sentence("%(name)s does not take %(argument)s.", name=name, argument=word.strip() or "“”"))
        if value or grammar.kind != "act":
            given[field] = value
    return BlockDraft(grammar.kind, given)


def _argument(grammar: _Grammar, word: str, places: Iterator[str]) -> tuple[str, str]:
    """Which field an argument is for, and its value; no field where the block does not take it."""
    if word in grammar.words:
        return grammar.words[word]
    if "=" in word:
        key, _, value = word.partition("=")
        return grammar.keys.get(key.strip(), ""), value.strip()
    return next(places, ""), word
