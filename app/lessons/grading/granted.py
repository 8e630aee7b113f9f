"""Granted: what the given program or the exemplar does itself, and an answer may therefore do as well."""

import ast
from dataclasses import dataclass

from .program import Program, Refusal


@dataclass(frozen=True)
class Granted:
    """What is allowed beside what always is."""

    imports: frozenset[str] = frozenset()
    """Imports, as dumped trees."""
    paths: frozenset[str] = frozenset()
    """Dotted names to their end, such as torch.func.vmap: the module torch.func alone is not granted."""
    attributes: frozenset[str] = frozenset()
    """Attributes that are read, of anything."""
    stored: frozenset[str] = frozenset()
    """Attributes that are assigned."""
    names: frozenset[str] = frozenset()
    """Names that are read."""
    statements: frozenset[str] = frozenset()
    """Whole statements, as dumped trees."""

    @classmethod
    def by(cls, *sources: str) -> "Granted":
        """What these programs grant; one that cannot be read grants nothing."""
        granted = cls()
        for source in sources:
            try:
                granted |= _of(Program.of(source))
            except Refusal:
                continue
        return granted

    def __or__(self, other: "Granted") -> "Granted":
        return Granted(
            self.imports | other.imports,
            self.paths | other.paths,
            self.attributes | other.attributes,
            self.stored | other.stored,
            self.names | other.names,
            self.statements | other.statements,
        )


def _of(program: Program) -> Granted:
    attributes = [node for node in program.nodes if isinstance(node, ast.Attribute)]
    whole = [node for node in program.nodes if not _goes_on(program, node)]
    return Granted(
        imports=frozenset(ast.dump(node) for node in program.imports),
        paths=frozenset(path for node in whole if (path := program.path(node))),
        attributes=frozenset(node.attr for node in attributes if isinstance(node.ctx, ast.Load)),
        stored=frozenset(node.attr for node in attributes if isinstance(node.ctx, ast.Store)),
        names=frozenset(
            node.id for node in program.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        ),
        statements=frozenset(ast.dump(node) for node in program.nodes if isinstance(node, ast.stmt)),
    )


def _goes_on(program: Program, node: ast.AST) -> bool:
    """Whether a dotted name is longer than this."""
    outer = program.parent(node)
    return isinstance(outer, ast.Attribute) and outer.value is node
