"""Program: an answer as its syntax says it. Nothing of it runs here."""

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...sentence import Sentence, sentence
from .allowed import NAMESPACES

MOST_CHARACTERS = 20_000
MOST_NODES = 6_000
MOST_DEPTH = 100
"""How deep an expression may lie in others. Python's own recursion ends some way beyond."""

_ATTEMPTS = 3


class Refusal(Exception):
    """Why an answer is not run."""

    def __init__(self, why: Sentence, line: int = 0) -> None:
        super().__init__(str(why))
        self.sentence = why
        self.line = line


@dataclass(frozen=True)
class Program:
    """A program, its tree, and what its imports call things."""

    source: str
    tree: ast.Module

    @classmethod
    def of(cls, source: str) -> "Program":
        """Read a program. Raises Refusal where it cannot be read, or is too large to be looked through."""
        if len(source) > MOST_CHARACTERS:
            raise Refusal(
                sentence(
                    "The answer has %(has)s characters; at most %(most)s are read. Keep to what was asked.",
                    has=len(source),
                    most=MOST_CHARACTERS,
                )
            )
        source = source.replace("\r\n", "\n").replace("\r", "\n")
        tree = _parsed(source)
        if _is_too_large(tree):
            raise Refusal(
                sentence("The answer is too long or too deeply nested to be looked through. Write it simpler.")
            )
        return cls(source, tree)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def parents(self) -> dict[int, ast.AST]:
        """What each node stands in, by the node's id."""
        return {id(child): node for node in self.nodes for child in ast.iter_child_nodes(node)}

    def parent(self, node: ast.AST) -> ast.AST:
        """What a node stands in."""
        return self.parents.get(id(node), self.tree)

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a node stands in, from the inside to the outside."""
        while (outer := self.parents.get(id(node))) is not None:
            yield outer
            node = outer

    @cached_property
    def imports(self) -> tuple[ast.Import | ast.ImportFrom, ...]:
        """Every import, wherever it stands."""
        return tuple(node for node in self.nodes if isinstance(node, (ast.Import, ast.ImportFrom)))

    @cached_property
    def aliases(self) -> dict[str, str]:
        """What names stand for by the imports: `F` for torch.nn.functional."""
        return dict(pair for statement in self.imports for pair in imported(statement))

    @cached_property
    def modules(self) -> frozenset[str]:
        """The dotted names that are modules, as far as the imports tell."""
        whole = {
            name.name for statement in self.imports if isinstance(statement, ast.Import) for name in statement.names
        }
        return frozenset(NAMESPACES) | whole | {name.partition(".")[0] for name in whole}

    @cached_property
    def classes(self) -> dict[str, ast.ClassDef]:
        """The program's own classes."""
        return {node.name: node for node in self.nodes if isinstance(node, ast.ClassDef)}

    def path(self, node: ast.AST) -> str | None:
        """The dotted name of what an expression takes from an import, such as torch.nn.Linear."""
        names: list[str] = []
        while isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in self.aliases:
            return None
        return ".".join((self.aliases[node.id], *reversed(names)))


def imported(statement: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """The names that an import binds, with what they stand for."""
    for name in statement.names:
        if isinstance(statement, ast.ImportFrom):
            yield name.asname or name.name, f"{statement.module or ''}.{name.name}"
        elif name.asname:
            yield name.asname, name.name
        else:
            top = name.name.partition(".")[0]
            yield top, top


def same(one: ast.AST, other: ast.AST) -> bool:
    """Whether two trees say the same; spaces and comments do not matter."""
    return ast.dump(one) == ast.dump(other)


def line_of(node: ast.AST) -> int:
    """The line where a node begins."""
    return int(getattr(node, "lineno", 0))


def _parsed(source: str) -> ast.Module:
    for _ in range(_ATTEMPTS):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(source)
        except SyntaxError as error:
            raise _unreadable(error) from None
        except (ValueError, RecursionError, MemoryError):
            break
        except SystemError:  # Python 3.11 makes a mistake where two threads parse at the same time
            continue
    raise Refusal(sentence("Python cannot read the answer. Look for characters that are none, and for deep nesting."))


def _unreadable(error: SyntaxError) -> Refusal:
    return Refusal(
        sentence(
            "Python cannot read line %(line)s: %(message)s. Correct it and try again.",
            line=error.lineno or 0,
            message=error.msg,
        )
    )


def _is_too_large(tree: ast.Module) -> bool:
    level, count, depth = list[ast.AST]([tree]), 0, 0
    while level:
        count, depth = count + len(level), depth + 1
        if count > MOST_NODES or depth > MOST_DEPTH:
            return True
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return False
