"""Lines: edits of whole statements. Each gives None where the statement does not stand on lines of its own."""

import libcst as cst

from .edits import Edit
from .program import Program, Statement, walk, within


def row(program: Program, statement: Statement) -> cst.CSTNode | None:
    """What stands in a block for a statement: its line, or itself where it holds others."""
    parent = program.parents.get(statement)
    if isinstance(statement, cst.BaseCompoundStatement):
        return statement if isinstance(parent, (cst.IndentedBlock, cst.Module)) else None
    return parent if isinstance(parent, cst.SimpleStatementLine) else None


def alone(program: Program, statement: Statement) -> bool:
    """Whether a statement has its lines to itself."""
    line = row(program, statement)
    return line is not None and (not isinstance(line, cst.SimpleStatementLine) or len(line.body) == 1)


def indent(program: Program, node: cst.CSTNode) -> str:
    """The blanks before a line."""
    line = program.lines(node)[0]
    text = program.text[program.line_start(line) : program.line_start(line + 1)]
    return text[: len(text) - len(text.lstrip(" \t\f"))]


def last_line(program: Program, node: cst.CSTNode) -> int:
    """The last line of a statement, without the comments below its block."""
    small = [below for below in walk(node) if isinstance(below, cst.BaseSmallStatement)]
    return max(program.lines(below)[1] for below in (*small, *([] if small else [node])))


def before(program: Program, statement: Statement, code: str) -> Edit | None:
    """A new line above a statement; on the same line where several share it."""
    line = row(program, statement)
    if line is not None and (not isinstance(line, cst.SimpleStatementLine) or line.body[0] is statement):
        start = program.line_start(program.lines(line)[0])
        return Edit(start, start, _block(program, line, code))
    if isinstance(statement, cst.BaseSmallStatement) and "\n" not in code:
        start = program.span(statement)[0]
        return Edit(start, start, f"{code}; ")
    return None


def after(program: Program, statement: Statement, code: str) -> Edit | None:
    """A new line below a statement; on the same line where several share it."""
    line = row(program, statement)
    if line is not None and (not isinstance(line, cst.SimpleStatementLine) or line.body[-1] is statement):
        return _below(program, last_line(program, line), _block(program, line, code))
    if isinstance(statement, cst.BaseSmallStatement) and "\n" not in code:
        end = program.span(statement)[1]
        return Edit(end, end, f"; {code}")
    return None


def first(program: Program, body: cst.IndentedBlock, code: str) -> Edit | None:
    """A new first line of a block, below its docstring."""
    for line in body.body:
        statement = line.body[0] if isinstance(line, cst.SimpleStatementLine) else line
        if isinstance(statement, cst.Expr) and isinstance(statement.value, (cst.SimpleString, cst.ConcatenatedString)):
            continue
        if isinstance(statement, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
            return before(program, statement, code)
    return None


def last(program: Program, body: cst.IndentedBlock, code: str) -> Edit | None:
    """A new last line of a block."""
    line = body.body[-1]
    statement = line.body[-1] if isinstance(line, cst.SimpleStatementLine) else line
    if isinstance(statement, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
        return after(program, statement, code)
    return None


def whole(program: Program, statement: Statement) -> tuple[int, int] | None:
    """Where the lines of a statement begin and end, with the comment behind it."""
    if not alone(program, statement):
        return None
    line = row(program, statement) or statement
    return program.line_start(program.lines(line)[0]), program.line_start(last_line(program, line) + 1)


def move_below(program: Program, statement: Statement, anchor: Statement) -> list[Edit] | None:
    """The lines of a statement come to stand below another's."""
    place, target = whole(program, statement), whole(program, anchor)
    if place is None or target is None:
        return None
    return [Edit(*place, ""), _at(program, target[1], program.text[slice(*place)])]


def move_above(program: Program, statement: Statement, anchor: Statement) -> list[Edit] | None:
    """The lines of a statement come to stand above another's."""
    place, target = whole(program, statement), whole(program, anchor)
    if place is None or target is None:
        return None
    return [Edit(*place, ""), _at(program, target[0], program.text[slice(*place)])]


def under(program: Program, statement: Statement, head: str) -> list[Edit] | None:
    """The lines of a statement come to stand under a new head, such as `with torch.no_grad():`."""
    place = whole(program, statement)
    if place is None or _holds_long_text(program, statement):
        return None
    first_line, blanks = program.lines(statement)[0], indent(program, statement)
    edits = [Edit(place[0], place[0], f"{blanks}{head}{program.newline}{program.module.default_indent}")]
    for line in range(first_line + 1, last_line(program, row(program, statement) or statement) + 1):
        start = program.line_start(line)
        if program.text[start : program.line_start(line + 1)].strip():
            edits.append(Edit(start, start, program.module.default_indent))
    return edits


def _holds_long_text(program: Program, statement: Statement) -> bool:
    """A string over several lines would change if its lines were moved to the right."""
    strings = (cst.SimpleString, cst.FormattedString)
    return any(program.lines(text)[0] != program.lines(text)[1] for kind in strings for text in within(statement, kind))


def _block(program: Program, node: cst.CSTNode, code: str) -> str:
    blanks = indent(program, node)
    return "".join(f"{blanks}{line}{program.newline}" for line in code.split("\n"))


def _below(program: Program, line: int, text: str) -> Edit:
    return _at(program, program.line_start(line + 1), text)


def _at(program: Program, position: int, text: str) -> Edit:
    """Lines that are put in at the beginning of a line, or at the end of a text that does not end with one."""
    if not text.endswith(("\n", "\r")):
        text += program.newline
    if position == len(program.text) and not program.text.endswith(("\n", "\r")):
        text = program.newline + text.rstrip("\r\n")
    return Edit(position, position, text)
