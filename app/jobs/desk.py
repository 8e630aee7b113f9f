"""Desk: where errands are taken in. It keeps to the bounds: each client's share, so many jobs, so many bytes."""

import hashlib
import secrets
from typing import Any

from sqlalchemy import Connection

from ..errors import Busy, KeyReused, TooLarge, TooMany
from ..settings import Settings
from . import job_rows
from .answer import Answer, Trouble, packed
from .job import Job, Stage, now
from .task import Errand, Kind

COME_BACK_SECONDS = 10


class Desk:
    """Writes jobs and their ends. Each method works within a transaction of its caller."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def share(self) -> int:
        """How many jobs of a client may be open: as many as its line takes."""
        return self._settings.client_slots + self._settings.client_queue

    @property
    def expires(self) -> int:
        """Until when a result is kept that is there now."""
        return now() + self._settings.result_seconds

    def enter(self, connection: Connection, kind: Kind, errand: Errand, key: str, runner: str) -> tuple[Job, bool]:
        """The job for an errand, and whether it is a new one: the same client's same key is the same job.

        Raises KeyReused, TooMany, Busy.
        """
        named = _digest(errand.client.line, key) if key else None
        job_rows.sweep(connection)
        if named is not None and (known := job_rows.by_key(connection, named)) is not None:
            job, digest = known
            if digest != errand.digest or job.kind != kind:
                raise KeyReused("The same Idempotency-Key came with another request before.")
            return job, False
        owner = _digest(errand.client.line)
        self.refuse_beyond_share(job_rows.open_of(connection, owner))
        job = Job(secrets.token_hex(16), kind, errand, now(), self.expires)
        row = self._row(job, owner, named, runner)
        self._make_room(connection, row["nbytes"])
        job_rows.add(connection, row)
        return job, True

    def end(self, connection: Connection, job: Job) -> bool:
        """Keep the answers of a job; False where it was over already."""
        errand, result = len(job.errand.model_dump_json()), packed(job.answers)
        most = self._settings.results_bytes
        if (both := errand + len(result)) > most:
            too_large = TooLarge(f"Program and result are {both} bytes long; this server keeps at most {most} of all.")
            result = packed((Answer(trouble=Trouble.of(too_large)),) * len(job.answers))
        row = {"state": Stage.DONE, "done": len(job.answers), "result": result, "expires": self.expires}
        ended = job_rows.end(connection, job.id, {**row, "nbytes": errand + len(result)})
        job_rows.make_room(connection, self._settings.results_kept, most, job.id)
        return ended

    def cancel(self, connection: Connection, id_: str) -> bool:
        """Cancel a job that is open; False where it was over already."""
        return job_rows.end(connection, id_, {"state": Stage.CANCELLED, "expires": self.expires})

    def refuse_beyond_share(self, count: int) -> None:
        """Raises TooMany where a client has so many already."""
        if count >= self.share:
            raise TooMany(
                f"You have {count} open already, which is all that one client may have.", retry_after=COME_BACK_SECONDS
            )

    def _make_room(self, connection: Connection, nbytes: int) -> None:
        count, most = self._settings.results_kept - 1, self._settings.results_bytes - nbytes
        if not job_rows.make_room(connection, count, most, besides=""):
            raise Busy("There is no room for a further run that goes on alone.", retry_after=COME_BACK_SECONDS)

    def _row(self, job: Job, owner: str, key: str | None, runner: str) -> dict[str, Any]:
        errand = job.errand.model_dump_json()
        return {
            "id": job.id,
            "kind": job.kind,
            "owner": owner,
            "key": key,
            "digest": job.errand.digest,
            "errand": errand,
            "state": job.state,
            "done": 0,
            "runner": runner,
            "beat": 0,
            "adoptions": 0,
            "created": job.created,
            "expires": job.expires,
            "nbytes": len(errand),
        }


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
