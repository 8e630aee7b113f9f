"""Verdict: what the checks of an exercise say of an answer."""

from typing import Literal

from pydantic import Field

from ...runs.report import Report
from ...sentence import Sentence
from ...trace import Record

Kind = Literal["runs", "same", "gradients", "memory", "keeps", "forbids"]
State = Literal["ok", "failed", "not run"]


class CheckVerdict(Record):
    """What one check says."""

    kind: Kind
    state: State
    sentence: Sentence = Field(description="What is so, and where it is not well what to do next.")


class Grade(Record):
    """What all checks say, in the order of the exercise."""

    passed: bool
    verdicts: tuple[CheckVerdict, ...]
    refusal: Sentence | None = Field(None, description="Why nothing was run at all.")
    report: Report | None = Field(None, description="The run of the answer that a page can show; None if refused.")
