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

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from .trouble import Trouble

Kind = Literal["run", "compare", "predict", "exercise", "reveal", "hint", "solution", "key", "notes"]
KINDS: tuple[Kind, ...] = ("run", "compare", "predict", "exercise", "reveal", "hint", "solution", "key", "notes")
_NAMES = {"run": 1, "compare": 2, "predict": 1, "exercise": 1}
_INSIDE = {"predict": {"reveal"}, "exercise": {"hint", "solution"}}
_TITLES = ("title", "question", "summary")


@dataclass(frozen=True)
class Claim:
    """A number in the prose, and what it was read from."""

    text: str
    source: str
    """Such as off.kept - on.kept."""
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
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Words:
    """A lesson in one language."""

    title: str
    question: str
    summary: str
    sections: tuple[Section, ...]
    claims: tuple[Claim, ...]
    text: str = field(repr=False)
    """Everything that it says, without directives, for the search."""

    def directives(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Kinds and names in their order: equal in all languages."""
        for section in self.sections:
            yield ("section", ())
            yield from _directives(section.parts)


def _directives(parts: Sequence[Part]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for part in parts:
        if part.kind != "prose":
            yield (part.kind, part.names)
            yield from _directives(part.parts)


def read_words(path: Path) -> Words:
    """The words of one file. Raises Trouble."""
    try:
        source = path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError) as error:
        raise Trouble(path, 0, f"it cannot be read: {error}") from None
    return _Reader(path, source).read()


class _Reader:
    """Reads one file."""

    def __init__(self, path: Path, source: str) -> None:
        self._path = path
        self._source = source
        self._claims: list[Claim] = []
        self._markdown = _markdown()

    def read(self) -> Words:
        """The words. Raises Trouble."""
        tokens = self._markdown.parse(self._source)
        titles = self._titles(tokens)
        sections = tuple(self._sections([token for token in tokens if token.type != "front_matter"]))
        return Words(**titles, sections=sections, claims=tuple(self._claims), text=_plain(tokens))

    def _titles(self, tokens: list[Token]) -> dict[str, str]:
        front = next((token.content for token in tokens if token.type == "front_matter"), "")
        try:
            found = yaml.safe_load(front) or {}
        except yaml.YAMLError as error:
            raise Trouble(self._path, 1, f"the front matter cannot be read: {error}") from None
        for name in _TITLES:
            if not isinstance(found.get(name), str):
                raise Trouble(self._path, 1, f"the front matter has no {name}")
        if extra := set(found) - set(_TITLES):
            raise Trouble(self._path, 1, f"the front matter knows nothing of {', '.join(sorted(extra))}")
        return {name: found[name].strip() for name in _TITLES}

    def _sections(self, tokens: list[Token]) -> Iterator[Section]:
        title, slug, held = "", "start", list[Token]()
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.type == "heading_open" and token.tag == "h2" and token.level == 0:
                yield Section(title, slug, tuple(self._parts(held)))
                title, held = self._inline(tokens[index + 1]), []
                slug = f"part-{(token.map or [0])[0]}"
                index += 3
                continue
            held.append(token)
            index += 1
        yield Section(title, slug, tuple(self._parts(held)))

    def _parts(self, tokens: list[Token]) -> Iterator[Part]:
        prose: list[Token] = []
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if not token.type.startswith("container_"):
                prose.append(token)
                index += 1
                continue
            if prose:
                yield self._prose(prose)
                prose = []
            end = _closing(tokens, index)
            yield self._directive(token, tokens[index + 1 : end])
            index = end + 1
        if prose:
            yield self._prose(prose)

    def _prose(self, tokens: list[Token]) -> Part:
        line = next((token.map[0] + 1 for token in tokens if token.map), 0)
        return Part("prose", line, html=self._render(tokens))

    def _directive(self, opening: Token, inside: list[Token]) -> Part:
        kind, *names = opening.info.split()
        line = (opening.map or [0])[0] + 1
        if len(names) != _NAMES.get(kind, 0):
            raise Trouble(self._path, line, f"{kind} takes {_NAMES.get(kind, 0)} names, not {len(names)}")
        parts = tuple(self._parts(inside))
        allowed = _INSIDE.get(kind, set())
        for part in parts:
            if part.kind != "prose" and part.kind not in allowed:
                raise Trouble(self._path, part.line, f"{part.kind} cannot stand inside of {kind}")
        prose = [part for part in parts if part.kind == "prose"]
        nested = tuple(part for part in parts if part.kind != "prose")
        choices = tuple(self._choices(inside)) if kind == "predict" else ()
        html = "".join(part.html for part in prose)
        if kind == "predict":
            html = self._render(_without_list(inside))
        return Part(kind, line, html, tuple(names), choices, nested)  # type: ignore[arg-type]

    def _choices(self, tokens: list[Token]) -> Iterator[str]:
        depth = tokens[0].level if tokens else 0
        for index, token in enumerate(tokens):
            if token.type == "list_item_open" and token.level == depth + 1:
                end = _closing(tokens, index)
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
                    text = children[index + 1].content
                    claim = Claim(text, _unquoted(href[1:]), (token.map or [0])[0] + 1)
                    if claim not in self._claims:
                        self._claims.append(claim)


def _markdown() -> MarkdownIt:
    """Markdown without HTML, with our directives; a link to `=…` is a claim."""
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(["table", "strikethrough"])
    markdown.use(front_matter_plugin)
    for kind in KINDS:
        markdown.use(container_plugin, kind)
    markdown.validateLink = lambda url: url.startswith(("=", "/", "#", "https://"))  # type: ignore[method-assign]
    markdown.add_render_rule("link_open", _link_open)
    markdown.add_render_rule("link_close", _link_close)
    return markdown


def _link_open(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    href = str(tokens[index].attrGet("href") or "")
    if href.startswith("="):
        tokens[_closing(tokens, index)].meta["claim"] = True
        return f'<data class="claim" value="{_unquoted(href[1:])}">'
    return self.renderToken(tokens, index, options, env)


def _link_close(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return "</data>" if tokens[index].meta.get("claim") else self.renderToken(tokens, index, options, env)


def _unquoted(source: str) -> str:
    """An address has its spaces as %20; a claim is read as it was written."""
    return re.sub(r"%20", " ", source)


def _closing(tokens: Sequence[Token], index: int) -> int:
    """The index of the token that closes an opening one."""
    depth = 0
    for position in range(index, len(tokens)):
        depth += tokens[position].nesting
        if depth == 0:
            return position
    return len(tokens) - 1


def _without_list(tokens: list[Token]) -> list[Token]:
    """The question itself: what stands before the list of choices and outside of directives."""
    kept, index = [], 0
    while index < len(tokens):
        if tokens[index].type.startswith("container_") or tokens[index].type in (
            "bullet_list_open",
            "ordered_list_open",
        ):
            index = _closing(tokens, index) + 1
            continue
        kept.append(tokens[index])
        index += 1
    return kept


def _plain(tokens: list[Token]) -> str:
    children = (child for token in tokens for child in token.children or [])
    return " ".join(child.content for child in children if child.type in ("text", "code_inline") and child.content)
