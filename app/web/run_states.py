"""States of jobs, as the API tells of them."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from pydantic import BaseModel, Field

from ..errors import LabError, RunCancelled, RunLost
from ..jobs.answer import Answer
from ..jobs.job import Job, Stage, moment
from ..jobs.task import Detail
from ..runs.report import Report
from .problems import Problem, problem_of
from .run_report import ReportPart, RunReport


class JobState(BaseModel):
    """How far something has come that was asked for."""

    id: str = Field(description="Names it, for whoever was told this; nobody guesses it.")
    state: Stage = Field(
        description="lost: each server that ran it was stopped before it came to an end, so it is not tried again."
    )
    place: int | None = Field(description="The how-manieth of all runs that wait its next one is, where it waits.")
    estimate: float | None = Field(description="About how many seconds that one will still wait.")
    created: datetime = Field(description="When it was asked for.")
    expires: datetime = Field(description="Until when its result is kept, if it were there now.")


class RunState(JobState):
    """A run that goes on while nobody waits for it."""

    report: RunReport | ReportPart | None = Field(None, description="What came of it, once it is done.")  # type: ignore[valid-type]
    problem: Problem | None = Field(None, description="Why nothing came of it, where that is so.")

    @classmethod
    def of(cls, job: Job) -> "RunState":
        """The state of a run, with what came of it."""
        told: dict[str, Any] = {"report": None, "problem": None}
        if not job.is_open:
            told = _told(partial(result_of, job), job.errand.tasks[0].detail)
        return cls.model_construct(**_about(job), **told)

    def without_report(self) -> "RunState":
        """The same in few words."""
        return self.model_copy(update={"report": None})


class BatchResult(BaseModel):
    """What one program of a batch came to: one of both."""

    report: RunReport | ReportPart | None = Field(None, description="What came of it.")  # type: ignore[valid-type]
    problem: Problem | None = Field(None, description="Why nothing came of it, where that is so.")


class Batch(BaseModel):
    """What the programs of a batch came to."""

    total: int = Field(description="How many programs there are.")
    done: int = Field(description="How many of them have been answered.")
    results: tuple[BatchResult, ...] = Field((), description="One for each program, in order, once all are answered.")

    @classmethod
    def of_answers(cls, answers: tuple[Answer, ...], details: tuple[Detail, ...]) -> "Batch":
        """A batch that was waited for."""
        return cls.model_construct(total=len(details), done=len(answers), results=_results(answers, details))


class BatchState(Batch, JobState):
    """A batch that goes on while nobody waits for it."""

    problem: Problem | None = Field(None, description="Why there are no results and will be none, where that is so.")

    @classmethod
    def of(cls, job: Job) -> "BatchState":
        """The state of a batch, with its results."""
        over = over_of(job)
        return cls.model_construct(
            **_about(job),
            total=len(job.errand.tasks),
            done=job.progress.done,
            results=_results(job.answers, details_of(job)),
            problem=problem_of(over) if over else None,
        )

    def without_results(self) -> "BatchState":
        """The same in few words."""
        return self.model_copy(update={"results": ()})


def result_of(job: Job) -> Report:
    """The report of a run that is over. Raises the error that it came to, RunCancelled or RunLost."""
    if over := over_of(job):
        raise over
    return job.answers[0].result


def over_of(job: Job) -> LabError | None:
    """Why a job has no answers and will have none; None where it has, or may have."""
    return {Stage.CANCELLED: RunCancelled(), Stage.LOST: RunLost()}.get(job.state)


def details_of(job: Job) -> tuple[Detail, ...]:
    """How much is told of each of its programs."""
    return tuple(task.detail for task in job.errand.tasks)


def _results(answers: tuple[Answer, ...], details: tuple[Detail, ...]) -> tuple[BatchResult, ...]:
    pairs = zip(answers, details, strict=False)
    return tuple(BatchResult.model_construct(**_told(partial(_result, each), detail)) for each, detail in pairs)


def _result(answer: Answer) -> Report:
    return answer.result


def _told(result: Callable[[], Report], detail: Detail) -> dict[str, Any]:
    try:
        return {"report": RunReport.of(result(), detail), "problem": None}
    except LabError as error:
        return {"report": None, "problem": problem_of(error)}


def _about(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "state": job.state,
        "place": job.progress.place,
        "estimate": job.progress.estimate,
        "created": moment(job.created),
        "expires": moment(job.expires),
    }
