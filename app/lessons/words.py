"""Words: a lesson's Markdown in one language, as a tree of what it says and what it asks.

prose        HTML of what stands between directives; claims are marked in it
run          ::: run counter            a program with its picture
compare      ::: compare off on         two programs
predict      :::: predict backward      a question, its choices, what is told afterwards
exercise     :::: exercise repair       a task, its hints, what is told of the solution
key, notes   ::: key, ::: notes         a sentence to remember; words for the speaker
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

import yaml
from markdown_it.token import Token

from .markdown import Kind, closing, line_of, markdown, plain, without_list
from .trouble import Trouble

_NAMES = {"run": 1, "compare": 2, "predict": 1, "exercise": 1}
_INSIDE = {"predict": ("reveal",), "exercise": ("hint", "solution")}
_OUTSIDE = {kind: outer for outer, kinds in _INSIDE.items() for kind in kinds}
_TITLES = ("title", "question", "summary")
_FENCE = re.compile(r"^:::+(.*)$", re.MULTILINE)
_BREAKS = ("softbreak", "hardbreak")


@dataclass(frozen=True)
class Claim:
    """A number in the prose, and what it was read from."""

    text: str
    source: str
    """Such as off.kept-on.kept."""
    line: int


@dataclass(frozen=True)
class Part:
    """Prose, or a directive with what stands in it."""

    kind: Literal["prose"] | Kind
    line: int
    html: str = ""
    names: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    """HTML of each choice of a prediction."""
    parts: tuple["Part", ...] = ()
    """The directives inside."""

    def inside(self, kind: Kind) -> tuple["Part", ...]:
        """The directives of a kind inside of it."""
        return tuple(part for part in self.parts if part.kind == kind)


@dataclass(frozen=True)
class Section:
    """What stands under one heading; the first has none."""

    title: str
    slug: str
    """The same in all languages: part-2."""
    line: int
    parts: tuple[Part, ...]

    def inside(self) -> Iterator[Part]:
        """Its directives in their order, each before those that stand in it."""
        return _directives(self.parts)


@dataclass(frozen=True)
class Words:
    """A lesson in one language."""

    title: str
    question: str
    summary: str
    sections: tuple[Section, ...]
    claims: tuple[Claim, ...]
    text: str = field(repr=False)
    """Everything that it says from the start, for the search: no answers, no solutions."""

    def parts(self) -> Iterator[Part]:
        """All directives in their order, each before those that stand in it."""
        return (part for section in self.sections for part in section.inside())

    def directives(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Kinds and names in their order: equal in all languages."""
        for section in self.sections:
            yield ("section", ())
            yield from ((part.kind, part.names) for part in section.inside())


def _directives(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        if part.kind != "prose":
            yield part
            yield from _directives(part.parts)


def read_words(path: Path) -> Words:
    """The words of one file. Raises Trouble."""
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Trouble(path, 0, "it is missing") from None
    except UnicodeDecodeError as error:
        raise Trouble(path, 0, f"it is not UTF-8: {error}") from None
    return _Reader(path, source).read()


class _Reader:
    """Reads one file."""

    def __init__(self, path: Path, source: str) -> None:
        self._path = path
        self._source = source
        self._claims: list[Claim] = []
        self._markdown = markdown()

    def read(self) -> Words:
        """The words. Raises Trouble."""
        tokens = self._markdown.parse(self._source)
        self._refuse_strays(tokens)
        titles = self._titles(tokens)
        sections = tuple(self._sections([token for token in tokens if token.type != "front_matter"]))
        return Words(**titles, sections=sections, claims=tuple(self._claims), text=plain(tokens))

    def _titles(self, tokens: list[Token]) -> dict[str, str]:
        front = next((token.content for token in tokens if token.type == "front_matter"), "")
        try:
            found = yaml.safe_load(front) or {}
        except yaml.YAMLError as error:
            mark, what = getattr(error, "problem_mark", None), getattr(error, "problem", error)
            line = mark.line + 2 if mark else 1
            raise Trouble(self._path, line, f"the front matter is not YAML: {what}; put it into quotes") from None
        if not isinstance(found, dict):
            raise Trouble(self._path, 1, f"the front matter is no list of {', '.join(_TITLES)}")
        for name in _TITLES:
            if not isinstance(found.get(name), str):
                raise Trouble(self._path, 1, f"the front matter has no {name}")
        if extra := set(map(str, found)) - set(_TITLES):
            raise Trouble(self._path, 1, f"the front matter knows nothing of {', '.join(sorted(extra))}")
        return {name: found[name].strip() for name in _TITLES}

    def _sections(self, tokens: list[Token]) -> Iterator[Section]:
        title, slug, line, held = "", "start", 1, list[Token]()
        index = count = 0
        while index < len(tokens):
            token = tokens[index]
            self._refuse_outside(token)
            if token.type == "heading_open" and token.tag == "h2" and token.level == 0:
                yield Section(title, slug, line, tuple(self._parts(held)))
                title, held = self._inline(tokens[index + 1]), []
                count, line = count + 1, line_of(token)
                slug = f"part-{count}"
                index += 3
                continue
            held.append(token)
            index += 1
        yield Section(title, slug, line, tuple(self._parts(held)))

    def _parts(self, tokens: list[Token]) -> Iterator[Part]:
        prose: list[Token] = []
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if not token.type.startswith("container_"):
                prose.append(token)
                index += 1
                continue
            if token.level != tokens[0].level:
                raise Trouble(self._path, line_of(token), "a directive cannot stand in a list or a quotation")
            if prose:
                yield self._prose(prose)
                prose = []
            end = closing(tokens, index)
            yield self._directive(token, tokens[index + 1 : end])
            index = end + 1
        if prose:
            yield self._prose(prose)

    def _prose(self, tokens: list[Token]) -> Part:
        line = next((token.map[0] + 1 for token in tokens if token.map), 0)
        return Part("prose", line, html=self._render(tokens))

    def _directive(self, opening: Token, inside: list[Token]) -> Part:
        kind, *names = opening.info.split()
        line = line_of(opening)
        if len(names) != _NAMES.get(kind, 0):
            takes = _NAMES.get(kind, 0)
            raise Trouble(self._path, line, f"{kind} takes {takes} name{'s' * (takes != 1)}, not {len(names)}")
        parts = tuple(self._parts(inside))
        allowed = _INSIDE.get(kind, ())
        for part in parts:
            if part.kind != "prose" and part.kind not in allowed:
                raise Trouble(self._path, part.line, f"{part.kind} cannot stand inside of {kind}")
        prose = [part for part in parts if part.kind == "prose"]
        nested = tuple(part for part in parts if part.kind != "prose")
        choices = tuple(self._choices(inside)) if kind == "predict" else ()
        html = "".join(part.html for part in prose)
        if kind == "predict":
            html = self._render(without_list(inside))
        return Part(kind, line, html, tuple(names), choices, nested)  # type: ignore[arg-type]

    def _choices(self, tokens: list[Token]) -> Iterator[str]:
        depth = tokens[0].level if tokens else 0
        for index, token in enumerate(tokens):
            if token.type == "list_item_open" and token.level == depth + 1:
                end = closing(tokens, index)
                yield "".join(self._inline(each) for each in tokens[index:end] if each.type == "inline")

    def _render(self, tokens: list[Token]) -> str:
        self._note(tokens)
        return str(self._markdown.renderer.render(tokens, self._markdown.options, {}))

    def _inline(self, token: Token) -> str:
        self._note([token])
        return str(self._markdown.renderer.render([token], self._markdown.options, {}))

    def _note(self, tokens: list[Token]) -> None:
        """Remember the claims in some tokens, each once."""
        for token in tokens:
            children = token.children or []
            for index, child in enumerate(children):
                href = str(child.attrGet("href") or "") if child.type == "link_open" else ""
                if href.startswith("="):
                    inside = children[index + 1 : closing(children, index)]
                    text = "".join(each.content for each in inside)
                    line = line_of(token) + sum(each.type in _BREAKS for each in children[:index])
                    claim = Claim(text, unquote(href[1:]), line)
                    if claim not in self._claims:
                        self._claims.append(claim)

    def _refuse_outside(self, token: Token) -> None:
        """A directive that belongs into another, and stands outside. Raises Trouble."""
        kind = token.type.removeprefix("container_").removesuffix("_open")
        if token.level == 0 and kind in _OUTSIDE:
            raise Trouble(self._path, line_of(token), f"{kind} stands only inside of {_OUTSIDE[kind]}")

    def _refuse_strays(self, tokens: list[Token]) -> None:
        """Fences that open nothing that we know, close nothing, or are never closed. Raises Trouble."""
        lines = self._source.splitlines()
        for token in tokens:
            if token.type == "inline" and (stray := _FENCE.search(token.content)):
                line = line_of(token) + token.content.count("\n", 0, stray.start())
                kind = stray[1].strip()
                what = f"there is no directive {kind!r}" if kind else "this fence closes nothing; is the outer longer?"
                raise Trouble(self._path, line, what)
            if token.type.startswith("container_") and token.nesting == 1 and token.map:
                end = lines[token.map[1]].strip() if token.map[1] < len(lines) else ""
                if end.strip(":") or len(end) < len(token.markup):
                    raise Trouble(self._path, line_of(token), f"{token.info.strip()!r} is never closed")
