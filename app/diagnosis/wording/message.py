"""Message: what the words of an error say to a reader who has nothing else, and what cannot be known from them."""

import re
from collections.abc import Iterator

from pydantic import Field

from ...sentence import Sentence, sentence
from ...trace import Record
from ..facts.callers import is_custom
from ..rules import ERRORS
from ..rules.compiled import inside
from . import words
from .quoted import Quoted, quoted

MOST_CHARACTERS = 2**16
_INDICES = re.compile(r"(?:Long|Int|Short|Byte|Char|Bool)(?:Tensor|Type)$")
_KEEP_THEIR_RESULT = frozenset(
    ("Relu", "Sigmoid", "Tanh", "Exp", "Exp2", "Expm1", "Softmax", "LogSoftmax", "Sqrt", "Rsqrt", "Reciprocal", "Tan")
)
_WHOLE_VIEWS = frozenset(("AsStrided", "T", "Transpose", "Permute"))
_PARTS = frozenset(("Select", "Slice", "Unbind", "Split", "SplitWithSizes", "Index", "Narrow", "Diagonal"))
_CERTAIN = (words.CAST, words.GROWN, words.INDEX_PUT, words.VALUE_SHAPE, words.BAD_CALL, words.NO_MEMORY)
_SAID_OF_READS = (*words.DTYPES, *words.SHAPES, *words.LAYOUTS)
_WRITES = re.compile(r"[a-z0-9]_\(|[-+*/@|&^%]=(?!=)|\] *=(?!=)|\bout=|inplace=True|\.step\(")


class Explained(Record):
    """What an error's words say."""

    code: str = Field(description="The rule whose page fits best.")
    others: tuple[str, ...] = Field((), description="Rules that come into question, too.")
    title: str
    sentences: tuple[Sentence, ...] = Field(description="What the words say.")
    unknown: tuple[Sentence, ...] = Field(description="What cannot be known from them.")
    lines: tuple[Quoted, ...] = Field((), description="The reader's own lines in the traceback, outermost first.")
    forward: tuple[Quoted, ...] = Field(
        (), description="Those in the traceback of anomaly detection: where it was saved."
    )
    type: str = ""
    shape: tuple[int, ...] | None = None
    node: str = Field("", description="The node whose output the tensor is.")
    needed: int | None = None
    found: int | None = None


def explain_message(text: str) -> Explained | None:
    """What a pasted traceback or message says; None where it speaks of nothing that a rule is about."""
    text = _bounded(text).replace("\r\n", "\n")
    flat = " ".join(text.split())
    if (said := words.MODIFIED.search(flat)) is not None:
        return _modified(said, text, flat)
    lines = quoted(text)
    if words.WRAPPED.search(flat) is not None and (inner := inside(flat)) is not None:
        return _refused("IL117", lines, (inner,))
    for rule in ERRORS:
        for pattern in getattr(rule, "MESSAGES", ()):
            if (said := pattern.search(flat)) is not None and _is_meant(pattern, lines):
                return _refused(rule.CODE, lines, tuple(_details(pattern, said)))
    return None


def _bounded(text: str) -> str:
    """The beginning, where anomaly detection speaks, and the end, where the message is."""
    half = MOST_CHARACTERS // 2
    return text if len(text) <= MOST_CHARACTERS else f"{text[:half]}\n{text[-half:]}"


def _title(code: str) -> str:
    return str(next((rule.TITLE for rule in ERRORS if code == rule.CODE), ""))


def _is_meant(pattern: re.Pattern[str], lines: tuple[Quoted, ...]) -> bool:
    """Shapes and dtypes are refused of reads in the same words: there the line has to look like a write."""
    if pattern in _CERTAIN or pattern not in _SAID_OF_READS:
        return True
    return bool(lines) and _WRITES.search(lines[-1].text) is not None


def _modified(said: re.Match[str], text: str, flat: str) -> Explained:
    anomaly = words.ANOMALY.search(flat)
    forward, rest = _apart(text) if anomaly is not None else ((), text)
    detected = anomaly["node"] if anomaly is not None else ""
    shape = tuple(int(n) for n in said["shape"].split(",") if n.strip()) if said["shape"] is not None else None
    code, *others = _codes(said, detected)
    return Explained(
        code=code,
        others=tuple(others),
        title=_title(code),
        sentences=tuple(_what(said, detected, forward)),
        unknown=tuple(_unknown(bool(detected))),
        lines=quoted(rest),
        forward=forward,
        type=said["type"],
        shape=shape,
        node=said["node"] or "",
        needed=int(said["needed"]),
        found=int(said["found"]),
    )


def _apart(text: str) -> tuple[tuple[Quoted, ...], str]:
    """The lines of anomaly detection's own traceback, and the text without it."""
    before, mark, after = text.partition("Traceback of forward call that caused the error:")
    if not mark:
        return (), text
    end = min(
        (at for end in ("(Triggered internally", "Traceback (most recent") if (at := after.find(end)) >= 0), default=0
    )
    return quoted(after[:end] if end else after), before + (after[end:] if end else "")


def _codes(said: re.Match[str], detected: str) -> tuple[str, ...]:
    """The rules that fit, the likeliest first."""
    node = said["node"] or ""
    if _INDICES.search(said["type"]):
        return ("IL005", "IL002")
    if detected.startswith("CheckpointFunction"):
        return ("IL012",)
    if detected and is_custom(detected):
        return ("IL010",)
    if detected and node and re.sub(r"Backward\d*$", "", detected) == node:
        return ("IL001", "IL003", "IL004")
    if node in _WHOLE_VIEWS and not _is_like_a_weight(said):
        return ("IL004", "IL003", "IL006", "IL002")
    if node in _WHOLE_VIEWS or not node:
        return ("IL006", "IL007", "IL002", "IL003", "IL008")
    if node in _PARTS:
        return ("IL003", "IL004", "IL002")
    if not detected and node in _KEEP_THEIR_RESULT:
        return ("IL001", "IL002", "IL003")
    return ("IL002", "IL003", "IL004")


def _is_like_a_weight(said: re.Match[str]) -> bool:
    """A matrix that was written once since: the weight of a linear layer after one step of an optimizer looks so."""
    return (said["shape"] or "").count(",") == 1 and int(said["found"]) - int(said["needed"]) == 1


def _what(said: re.Match[str], detected: str, forward: tuple[Quoted, ...]) -> Iterator[Sentence]:
    if said["shape"] is not None:
        yield sentence(
            "Backward came to a tensor that autograd had kept, a %(type)s of shape [%(shape)s], and it was changed.",
            type=said["type"],
            shape=said["shape"],
        )
    else:
        yield sentence("Backward came to a %(type)s that autograd had kept, and it was changed.", type=said["type"])
    yield _from_where(said)
    yield sentence(
        "It was kept at version %(needed)s and is at version %(found)s: at least one operation wrote into its memory "
        "since, or into a part of it.",
        needed=said["needed"],
        found=said["found"],
    )
    if detected:
        yield sentence(
            "Anomaly detection names the operation that kept it: %(node)s, made in line %(line)s. "
            "It was written afterwards.",
            node=detected,
            line=f"{forward[-1].file}:{forward[-1].line}" if forward else "?",
        )


def _from_where(said: re.Match[str]) -> Sentence:
    node = said["node"] or ""
    if _INDICES.search(said["type"]):
        return sentence("Its elements are integers or truth values: it was an index, a mask or a class label.")
    if not node:
        return sentence(
            "The message names no node, so it is no result of a tracked operation: a parameter, most often, which an "
            "optimizer stepped on, or an input or buffer."
        )
    if node in _WHOLE_VIEWS:
        return sentence(
            "%(node)s stands for a view of something larger; often it is the weight of a linear layer, which is used "
            "transposed, and the optimizer wrote it.",
            node=node,
        )
    return sentence(
        "It is the result of %(node)s; that operation made it, and need not be the one that kept it.", node=node
    )


def _unknown(detected: bool) -> Iterator[Sentence]:
    yield sentence("Which line wrote into it: torch counts writes and does not remember where they stood.")
    if not detected:
        yield sentence(
            "Which operation kept it: run it with torch.autograd.set_detect_anomaly(True), and paste the longer output."
        )
    yield sentence("Whether more of what autograd keeps is stale: backward stops at the first that it meets.")


def _refused(code: str, lines: tuple[Quoted, ...], details: tuple[Sentence, ...]) -> Explained:
    return Explained(
        code=code,
        title=_title(code),
        sentences=(*_outcome(code), *_line(code, lines), *details),
        unknown=tuple(_not_said(code)),
        lines=lines,
    )


def _outcome(code: str) -> Iterator[Sentence]:
    if code.startswith("IL0") or code == "IL120":
        yield sentence("Backward stopped: what it computes the gradient from is not there as it was kept.")
    else:
        yield sentence("Torch refused the call.")


def _line(code: str, lines: tuple[Quoted, ...]) -> Iterator[Sentence]:
    if not lines:
        return
    line = f"{lines[-1].file}:{lines[-1].line}"
    if code in ("IL104", "IL120") or code.startswith("IL0"):
        yield sentence("Line %(line)s needed what an earlier line had spoiled.", line=line)
    else:
        yield sentence("Line %(line)s is the one that torch refused.", line=line)


def _details(pattern: re.Pattern[str], said: re.Match[str]) -> Iterator[Sentence]:
    values = {name: value for name, value in said.groupdict().items() if value}
    if pattern is words.GROWN:
        yield sentence(
            "What was to be written has shape [%(have)s], and the result has [%(want)s].",
            have=said["have"],
            want=said["want"],
        )
    elif pattern is words.CAST:
        yield sentence(
            "The result is %(have)s, and what was to be written is %(want)s.", have=said["have"], want=said["want"]
        )
    elif "node" in values and "output" in values:
        yield sentence("The view is output %(output)s of %(node)s.", output=values["output"], node=values["node"])
    elif "operator" in values:
        yield sentence("The operator is %(operator)s.", operator=values["operator"])


def _not_said(code: str) -> Iterator[Sentence]:
    if code == "IL104":
        yield sentence(
            "Which line wrote into the memory below the view: it stands between the one that made the view and this."
        )
    elif code == "IL120":
        yield sentence("Which backward ran first, and what both have in common.")
    elif code.startswith("IL0"):
        yield sentence("Which line wrote into it: torch counts writes and does not remember where they stood.")
    else:
        yield sentence("Which tensor it was, and where it was made.")
