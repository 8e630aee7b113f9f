"""Answer: what one task came to, a report or an error, in such a form that another server can give it out."""

import zlib
from collections.abc import Iterator

from pydantic import TypeAdapter, ValidationError

from ..errors import LabError, OutdatedRun
from ..runs.report import Report
from ..trace import Record


class Trouble(Record):
    """An error of the tree, written down."""

    code: str
    detail: str
    hint: str

    @classmethod
    def of(cls, error: LabError) -> "Trouble":
        """What an error says."""
        return cls(code=error.code, detail=error.detail, hint=error.advice)

    def error(self) -> LabError:
        """The same error again; of a kind that this version does not know, the general one."""
        kind = next((each for each in _kinds(LabError) if each.code == self.code), LabError)
        return kind(self.detail, hint=self.hint)


class Answer(Record):
    """One of both."""

    report: Report | None = None
    trouble: Trouble | None = None

    @property
    def result(self) -> Report:
        """The report. Raises the error where there is none."""
        if self.report is None:
            raise self.trouble.error() if self.trouble is not None else LabError()
        return self.report


_ANSWERS = TypeAdapter(tuple[Answer, ...])


def packed(answers: tuple[Answer, ...]) -> bytes:
    """The answers as compressed JSON."""
    return zlib.compress(_ANSWERS.dump_json(answers), level=1)


def unpacked(document: bytes, count: int) -> tuple[Answer, ...]:
    """So many answers again; of those that another version wrote in another shape, that they are outdated."""
    try:
        return _ANSWERS.validate_json(zlib.decompress(document))
    except (ValidationError, zlib.error):
        return (Answer(trouble=Trouble.of(OutdatedRun())),) * count


def _kinds(error: type[LabError]) -> Iterator[type[LabError]]:
    yield error
    for kind in error.__subclasses__():
        yield from _kinds(kind)
