"""Markdown as lessons are written in: without HTML and images, with directives, and with claims for links."""

import re
from collections.abc import Sequence
from html import escape
from typing import Literal
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

Kind = Literal["run", "compare", "predict", "exercise", "reveal", "hint", "solution", "key", "notes"]
KINDS: tuple[Kind, ...] = ("run", "compare", "predict", "exercise", "reveal", "hint", "solution", "key", "notes")
_UNTOLD = {"reveal", "hint", "solution", "notes"}
"""What a reader is told later, or not at all: a search must not tell it."""
_CHINESE = re.compile(r"(?=.?[\u2e80-\u9fff\uff00-\uffef])[\u2e80-\u9fff\uff00-\uffef\u2014-\u2026]{2}")
"""Two signs of Chinese, of which one may be a quotation mark or a dash."""
_LINK = re.compile(r"=|/(?!/)|#|https://")


def line_of(token: Token) -> int:
    """The line that a block begins at, counted from 1; 0 where it is not known."""
    return token.map[0] + 1 if token.map else 0


def markdown() -> MarkdownIt:
    """Markdown without HTML and images, with our directives; a link to `=…` is a claim."""
    reader = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(["table", "strikethrough"])
    reader.disable("image")
    reader.use(front_matter_plugin)
    for kind in KINDS:
        reader.use(container_plugin, kind)
    reader.validateLink = lambda url: bool(_LINK.match(url))  # type: ignore[method-assign]
    reader.add_render_rule("link_open", _link_open)
    reader.add_render_rule("link_close", _link_close)
    reader.add_render_rule("softbreak", _softbreak)
    return reader


def _softbreak(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """A line of Chinese that goes on in the next line has no space there."""
    around = [token.content for token in (*tokens[index - 1 : index], *tokens[index + 1 : index + 2])]
    return "" if len(around) == 2 and _CHINESE.match(around[0][-1:] + around[1][:1]) else "\n"


def _link_open(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    href = str(tokens[index].attrGet("href") or "")
    if href.startswith("="):
        tokens[closing(tokens, index)].meta["claim"] = True
        return f'<data class="claim" value="{escape(unquote(href[1:]))}">'
    return self.renderToken(tokens, index, options, env)


def _link_close(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return "</data>" if tokens[index].meta.get("claim") else self.renderToken(tokens, index, options, env)


def closing(tokens: Sequence[Token], index: int) -> int:
    """The index of the token that closes an opening one."""
    depth = 0
    for position in range(index, len(tokens)):
        depth += tokens[position].nesting
        if depth == 0:
            return position
    return len(tokens) - 1


def without_list(tokens: list[Token]) -> list[Token]:
    """The question itself: what stands before the list of choices and outside of directives."""
    kept, index = [], 0
    while index < len(tokens):
        if tokens[index].type.startswith("container_") or tokens[index].type in (
            "bullet_list_open",
            "ordered_list_open",
        ):
            index = closing(tokens, index) + 1
            continue
        kept.append(tokens[index])
        index += 1
    return kept


def plain(tokens: list[Token]) -> str:
    told, index = list[Token](), 0
    while index < len(tokens):
        if tokens[index].type.removesuffix("_open").removeprefix("container_") in _UNTOLD:
            index = closing(tokens, index)
        told.append(tokens[index])
        index += 1
    children = (child for token in told for child in token.children or [])
    return " ".join(child.content for child in children if child.type in ("text", "code_inline") and child.content)
