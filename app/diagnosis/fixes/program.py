"""Program: one file of the reader's, parsed, with the place of every node in the text.

NOTE [A hostile text]
libcst's parser is recursive and written in Rust: a text that is nested deeply enough ends the process instead of
raising. Python's own parser, which refuses such texts, looks at them first, and what it makes of them may not be deep.
"""

import ast
import dataclasses
import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import TypeVar

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

MOST_CHARACTERS = 2**16
MOST_LINES = 2000
MOST_DEPTH = 60
"""How deep statements and expressions may be nested, as Python's own parser counts."""

Node = TypeVar("Node", bound=cst.CSTNode)

Statement = cst.BaseSmallStatement | cst.BaseCompoundStatement

_OUTSIDE = re.compile(r"whitespace|lines|^[lr](par|bracket|brace)$|comma|semicolon|header|footer")

_LINE_END = re.compile(r"\r\n|\n|\r")

_BLANK = (
    cst.BaseParenthesizableWhitespace,
    cst.TrailingWhitespace,
    cst.EmptyLine,
    cst.Newline,
    cst.Comma,
    cst.Semicolon,
    cst.LeftParen,
    cst.RightParen,
)


def parse(text: str, file: str = "") -> "Program | None":
    """The program, or None where it is too long, too deep, or none at all."""
    if len(text) > MOST_CHARACTERS or text.count("\n") > MOST_LINES or not _shallow(text):
        return None
    try:
        return Program(text, file)
    except (cst.ParserSyntaxError, cst.CSTValidationError, RecursionError, KeyError, UnicodeError):
        return None


def compiles(text: str) -> bool:
    """Whether Python takes the text for a program."""
    return _tree(text) is not None


def _tree(text: str) -> ast.AST | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _shallow(text: str) -> bool:
    level = [tree] if (tree := _tree(text)) else []
    for _ in range(MOST_DEPTH):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return compiles(text)
    return False


@cache
def _fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    """The fields that may hold parts of a node; blanks and brackets have names of their own."""
    names = (field.name for field in dataclasses.fields(kind))
    return tuple(name for name in names if not _OUTSIDE.search(name))


@cache
def _is_part(kind: type[cst.CSTNode]) -> bool:
    return not issubclass(kind, _BLANK)


def children(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """What a node is made of, without blanks, brackets and commas."""
    for name in _fields(type(node)):
        value = getattr(node, name)
        for child in value if isinstance(value, (list, tuple)) else (value,):
            if isinstance(child, cst.CSTNode) and _is_part(type(child)):
                yield child


def walk(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """A node and all below it, in the order of the text."""
    waiting = [node]
    while waiting:
        yield (current := waiting.pop())
        waiting.extend(reversed(list(children(current))))


def within(node: cst.CSTNode, kind: type[Node]) -> list[Node]:
    """All of one kind at and below a node."""
    return [found for found in walk(node) if isinstance(found, kind)]


class Program:
    """A parsed file: what stands where, and what stands in what."""

    def __init__(self, text: str, file: str = "") -> None:
        self.text = text
        self.file = file
        self.module = cst.parse_module(text)
        self._positions = MetadataWrapper(self.module, unsafe_skip_copy=True).resolve(PositionProvider)
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self.parents = {child: node for node in walk(self.module) for child in children(node)}

    @cached_property
    def newline(self) -> str:
        """How lines end here."""
        return self.module.default_newline

    @cached_property
    def words(self) -> frozenset[str]:
        """Every name that stands somewhere in the text."""
        return frozenset(re.findall(r"[^\W\d]\w*", self.text))

    @cached_property
    def statements(self) -> list[Statement]:
        """Every statement, in the order of the text."""
        kinds = (cst.BaseSmallStatement, cst.BaseCompoundStatement)
        return [node for node in walk(self.module) if isinstance(node, kinds)]

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        """Where a node begins and ends in the text, with the brackets around it."""
        left: Sequence[cst.CSTNode] = node.lpar if isinstance(node, cst.BaseExpression) else ()
        right: Sequence[cst.CSTNode] = node.rpar if isinstance(node, cst.BaseExpression) else ()
        start = self._positions[left[0] if left else node].start
        end = self._positions[right[-1] if right else node].end
        return self._starts[start.line - 1] + start.column, self._starts[end.line - 1] + end.column

    def code(self, node: cst.CSTNode) -> str:
        """A node as it is written, with the brackets around it."""
        start, end = self.span(node)
        return self.text[start:end]

    def lines(self, node: cst.CSTNode) -> tuple[int, int]:
        """The first and the last line of a node."""
        position = self._positions[node]
        return position.start.line, position.end.line

    def line_start(self, line: int) -> int:
        """Where a line begins; the end of the text for the line after the last."""
        return self._starts[line - 1] if line <= len(self._starts) else len(self.text)

    def at(self, line: int | None) -> list[Statement]:
        """The statements that stand on a line: those that hold no others first, or the head of the one that does."""
        if line is None:
            return []
        on_it = [node for node in self.statements if self._on(node, line)]
        small: list[Statement] = [node for node in on_it if isinstance(node, cst.BaseSmallStatement)]
        return small or on_it[-1:]

    def _on(self, node: Statement, line: int) -> bool:
        first, last = self.lines(node)
        if isinstance(node, cst.Match):
            last = self.lines(node.subject)[1]
        elif isinstance(node, cst.BaseCompoundStatement):
            below = self.lines(node.body)[0] - 1 if isinstance(node.body, cst.IndentedBlock) else first
            last = max(first, below)
        return first <= line <= last

    def up(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """What a node stands in, from the inside out."""
        while (parent := self.parents.get(node)) is not None:
            yield (node := parent)

    def enclosing(self, node: cst.CSTNode, kind: type[Node]) -> Node | None:
        """The innermost of one kind that a node stands in."""
        return next((outer for outer in self.up(node) if isinstance(outer, kind)), None)

    def function(self, node: cst.CSTNode) -> cst.FunctionDef | cst.Module:
        """The function that a node stands in, or the module."""
        return next((o for o in self.up(node) if isinstance(o, (cst.FunctionDef, cst.Module))), self.module)

    def loops(self, node: cst.CSTNode) -> list[cst.For | cst.While]:
        """The loops of the same function that a node stands in, the innermost first."""
        found: list[cst.For | cst.While] = []
        for outer in self.up(node):
            if isinstance(outer, (cst.FunctionDef, cst.Lambda)):
                break
            if isinstance(outer, (cst.For, cst.While)):
                found.append(outer)
        return found
