"""Mentions: which names an expression of the program mentions, told from where its bytecode stands.

A step knows which tensors it read. By which of several names of one tensor the program came to it, only the program's
own code tells: `x + conv(y)` mentions x and y, whatever they point to. Nothing runs here and nothing is asked of the
program's objects; each place in the bytecode is looked at once.
"""

import dis
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import CodeType, FrameType

_MOST_NAMES = 16
_PUTTING = {"append", "appendleft", "extend", "insert", "setdefault", "update", "add", "push"}
_MOST_LINES = 8
_CALLED = ("LOAD_METHOD", "LOAD_ATTR", "LOAD_GLOBAL", "LOAD_NAME", "LOAD_DEREF")
_FILLING = {"fill", "sort", "partition", "put", "itemset", "copyto", "shuffle", "readinto", "memmove", "memset"}
_FURTHEST = 400
"""Instructions that an expression may go back."""

Position = tuple[int, int]


@dataclass(slots=True)
class _Code:
    """The instructions of a function, and what has been found out about them."""

    code: CodeType
    """Held, so that nothing else can get its address."""
    instructions: list[dis.Instruction]
    offsets: list[int]
    names: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def at(self, place: int) -> int:
        """The number of the instruction at a place."""
        return max(0, bisect_right(self.offsets, place) - 1)

    def store(self, name: str, after: int, until: int) -> int | None:
        """The instruction that stored into a variable, or a fresh list or object into the variable of an item of it."""
        head = head_of(name)
        stores = [n for n, each in enumerate(self.instructions) if _stored(each) == head]
        now = [n for n in stores if after < self.offsets[n] <= until]
        if now or head != name:
            return _last(now)
        return _last([n for n in stores if self.offsets[n] <= until] or stores)

    def change(self, name: str, after: int, until: int) -> int | None:
        """The instruction that put something into a list, a dict or an attribute: the last one on the way."""
        head = head_of(name)
        if head == name:
            return None
        found = [n for n, each in enumerate(self.instructions) if _puts(each) and head in _heads(self, n)]
        now = [n for n in found if after < self.offsets[n] <= until]
        return _last(now or [n for n in found if self.offsets[n] <= until] or found)


class Mentions:
    """What is known of the code of a program."""

    def __init__(self) -> None:
        self._codes: dict[int, _Code] = {}
        self._puts: dict[int, dict[str, int | None]] = {}

    def of(self, frame: FrameType) -> tuple[str, ...]:
        """The names in the expression that a function is working out; of a write into a place, in the statement."""
        code = self._code(frame.f_code)
        if (known := code.names.get(frame.f_lasti)) is None:
            found = dict.fromkeys(name for name in _names(code, code.at(frame.f_lasti)))
            known = code.names[frame.f_lasti] = tuple(found)[:_MOST_NAMES]
        return known

    def thrown_away(self, frame: FrameType) -> bool:
        """Whether what the call returns that a function is waiting for is dropped at once."""
        code = self._code(frame.f_code)
        following = code.at(frame.f_lasti) + 1
        return following < len(code.instructions) and code.instructions[following].opname == "POP_TOP"

    def binding(self, frame: FrameType, name: str, stood: int) -> tuple[int | None, str]:
        """The line in which a name was last bound in a frame that had stood at `stood`; None where none is found.

        And what gave it its value: "call" for `y = f(x)`, "item" for `for y in ys` and `y = ys[0]`, "name" for `y = x`.
        """
        code = self._code(frame.f_code)
        number = code.store(name, stood, frame.f_lasti)
        if number is not None:
            return _line(code.instructions[number]), _giver(code.instructions[number - 1].opname) if number else ""
        number = code.change(name, stood, frame.f_lasti)
        if number is not None:
            return _line(code.instructions[number]), ""
        return self._anywhere(frame, name), ""

    def writers(self, frames: list[tuple[FrameType, int | None]]) -> tuple[int, ...]:
        """The lines that may have written into memory since the frames stood where they did; innermost frames first.

        Else those of the functions that were called meanwhile.
        """
        for frame, stood in reversed(frames):
            code = self._code(frame.f_code)
            passed = [n for n, place in enumerate(code.offsets) if _was_passed(place, stood, frame.f_lasti)]
            if found := _writing(code, passed):
                return found
            calls = [n for n in passed if code.instructions[n].opname.startswith("CALL")]
            begun = calls if stood is None else [code.at(stood), *calls]
            waiting = (each for n in begun for each in _expression(code, n))
            called = {
                str(each.argval) for each in (*waiting, *map(code.instructions.__getitem__, passed)) if _calls(each)
            }
            inside = [self._code(each) for each in _all_codes(_outermost(frame).f_code) if each.co_name in called]
            found = tuple(line for each in inside for line in _writing(each, list(range(len(each.instructions)))))
            if found:
                return found[:_MOST_LINES]
        return ()

    def _anywhere(self, frame: FrameType, name: str) -> int | None:
        """The only line of the program that puts something where a path ends, as a hook may that has run to its end."""
        if head_of(name) == name:
            return None
        return self._putting(_outermost(frame).f_code).get(last_of(name))

    def _putting(self, code: CodeType) -> dict[str, int | None]:
        """For each variable or attribute the line that puts something into it; None where there are several."""
        if id(code) not in self._puts:
            found: dict[str, set[int | None]] = {}
            for each in _all_codes(code):
                known = self._code(each)
                for number, instruction in enumerate(known.instructions):
                    if _puts(instruction) and not _is_empty(known, number):
                        for target in _targets(known, number):
                            found.setdefault(target, set()).add(_line(instruction))
            self._puts[id(code)] = {name: next(iter(lines)) for name, lines in found.items() if len(lines) == 1}
        return self._puts[id(code)]

    def _code(self, code: CodeType) -> _Code:
        if (known := self._codes.get(id(code))) is None:
            instructions = list(dis.get_instructions(code))
            known = self._codes[id(code)] = _Code(code, instructions, [each.offset for each in instructions])
        return known


def _names(code: _Code, last: int) -> Iterator[str]:
    """The names that are loaded on the way to an instruction, since its expression began."""
    for instruction in _expression(code, last):
        yield from _loaded(instruction)


def _expression(code: _Code, last: int) -> Iterator[dis.Instruction]:
    """The instructions of an expression, back from the one that a function has come to."""
    begin = _begin(code.instructions[last])
    for number in range(last, max(-1, last - _FURTHEST), -1) if begin is not None else ():
        start = _start(code.instructions[number])
        if start is not None and begin is not None and start < begin:
            return
        yield code.instructions[number]


def _calls(instruction: dis.Instruction) -> bool:
    return instruction.opname in _CALLED


def _loaded(instruction: dis.Instruction) -> Iterator[str]:
    if instruction.opname == "STORE_FAST_LOAD_FAST":
        yield str(instruction.argval[1])
    if not instruction.opname.startswith("LOAD_") or "CONST" in instruction.opname or "METHOD" in instruction.opname:
        return
    if "ATTR" in instruction.opname:
        yield f".{instruction.argval}"
        return
    names = instruction.argval if isinstance(instruction.argval, tuple) else (instruction.argval,)
    yield from (name for name in names if isinstance(name, str))


def _begin(instruction: dis.Instruction) -> Position | None:
    """Where the expression of an instruction begins. One that stores belongs to the statement in its line."""
    start = _start(instruction)
    return (start[0], 0) if start is not None and instruction.opname.startswith("STORE_") else start


def _start(instruction: dis.Instruction) -> Position | None:
    where = instruction.positions
    if where is None or where.lineno is None or where.col_offset is None:
        return None
    return where.lineno, where.col_offset


def _outermost(frame: FrameType) -> FrameType:
    """The outermost frame of the same file."""
    outermost, outer = frame, frame.f_back
    while outer is not None:
        if outer.f_code.co_filename == frame.f_code.co_filename:
            outermost = outer
        outer = outer.f_back
    return outermost


def _was_passed(place: int, stood: int | None, stands: int) -> bool:
    """Whether a function that stood somewhere and stands somewhere else came by a place, if it went straight on."""
    if stood is None:
        return place <= stands
    return stood < place <= stands if stood < stands else place > stood or place <= stands


def _writing(code: _Code, numbers: list[int]) -> tuple[int, ...]:
    """The lines of the instructions that write into memory: `a[0] = 1`, `a += 1`, `f(…, out=a)`, `a.fill(0)`."""
    lines = (_line(code.instructions[n]) for n in numbers if _writes(code.code, code.instructions[n]))
    return tuple(dict.fromkeys(line for line in lines if line is not None))[:_MOST_LINES]


def _writes(code: CodeType, instruction: dis.Instruction) -> bool:
    match instruction.opname:
        case "STORE_SUBSCR":
            return True
        case "BINARY_OP":
            return instruction.argrepr.endswith("=")
        case "KW_NAMES":
            return "out" in code.co_consts[instruction.arg or 0]
        case "LOAD_CONST":
            return isinstance(instruction.argval, tuple) and "out" in instruction.argval
    return instruction.opname in ("LOAD_METHOD", "LOAD_ATTR") and instruction.argval in _FILLING


def _last(numbers: list[int]) -> int | None:
    return numbers[-1] if numbers else None


def _line(instruction: dis.Instruction) -> int | None:
    return instruction.positions.lineno if instruction.positions is not None else None


def _giver(opname: str) -> str:
    if opname.startswith("CALL"):
        return "call"
    if opname in ("FOR_ITER", "BINARY_SUBSCR", "UNPACK_SEQUENCE", "UNPACK_EX") or opname.startswith("STORE_"):
        return "item"
    return "name" if opname.startswith("LOAD_") and "CONST" not in opname else ""


def _all_codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _all_codes(constant)


def _is_empty(code: _Code, number: int) -> bool:
    """Whether nothing is put there yet: `self.features = []`, `self.best = None`."""
    value = code.instructions[max(0, number - 2)]
    empty = value.opname in ("BUILD_LIST", "BUILD_MAP") and not value.arg
    nothing = value.opname == "LOAD_CONST" and value.argval is None
    return code.instructions[number].opname == "STORE_ATTR" and (empty or nothing)


def _targets(code: _Code, number: int) -> Iterator[str]:
    """What an instruction puts something into: the attribute, and what is loaded for it in its line."""
    instruction = code.instructions[number]
    if instruction.opname == "STORE_ATTR":
        yield str(instruction.argval)
        return
    yield from _heads(code, number)
    for before in range(number - 1, max(-1, number - 6), -1):
        loaded = code.instructions[before]
        if loaded.opname == "LOAD_ATTR":
            yield str(loaded.argval)


def last_of(name: str) -> str:
    """The variable or attribute that a path ends in: `features` of `taps[0].features[0]`."""
    parts = [part for part in name.replace("[", ".[").split(".") if not part.startswith("[")]
    return parts[-1] if parts else name


def head_of(name: str) -> str:
    """The variable that a path begins with: `feats` of `feats[0]`."""
    return name.partition(".")[0].partition("[")[0]


def _puts(instruction: dis.Instruction) -> bool:
    if instruction.opname in ("STORE_SUBSCR", "STORE_ATTR"):
        return True
    return instruction.opname in ("LOAD_METHOD", "LOAD_ATTR") and instruction.argval in _PUTTING


def _heads(code: _Code, number: int) -> Iterator[str]:
    """The variables that are loaded for an instruction, in its line before it."""
    where = code.instructions[number].positions
    for before in range(number - 1, max(-1, number - 12), -1):
        loaded = code.instructions[before]
        if loaded.positions is None or where is None or loaded.positions.lineno != where.lineno:
            return
        yield from _loaded(loaded)


def _stored(instruction: dis.Instruction) -> str | None:
    """The variable that an instruction stores into; since Python 3.13 one instruction may store and load."""
    if instruction.opname == "STORE_FAST_LOAD_FAST":
        return str(instruction.argval[0])
    simple = instruction.opname in ("STORE_FAST", "STORE_NAME", "STORE_GLOBAL", "STORE_DEREF")
    return str(instruction.argval) if simple else None
