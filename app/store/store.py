"""Store: keeps a run under a link that lasts, and finds it again."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from ..errors import StoreUnavailable, TooLarge
from ..runs.report import Report, Status
from ..sentence import sentence
from ..settings import Settings
from ..trace import Snippet
from ..visible import visible
from . import links
from .content import SHORTEST, digest_of, packed, snippet_of, unpacked
from .database import Database
from .kept import Kept
from .links import Link
from .recent import Recent
from .threads import Threads

_ID = re.compile(f"[0-9a-f]{{{SHORTEST},64}}")
_HOUR = 3600
_FEW_TIMES = 5
_SETTLED = (Status.OK, Status.FAILED)


class Store:
    """Links in a database, which it opens and closes; others may use it, too."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.database = Database(settings)
        self._recent = Recent()
        self._threads = Threads("store")

    async def start(self) -> None:
        """Open the database, if it is there; one that is away is opened when it is back."""
        with suppress(StoreUnavailable):
            await self._threads.run(self.database.open)

    async def stop(self) -> None:
        """Give back every connection."""
        await self._threads.stop()
        self.database.close()

    async def ping(self) -> None:
        """Return if the database answers. Raises StoreUnavailable."""
        await self._threads.run(self.database.ping)

    async def keep(self, snippet: Snippet, report: Report) -> Kept:
        """Keep a run. The first one of a snippet stays, unless it was stopped by a limit or cannot be read any more.

        Raises TooLarge, StoreUnavailable.
        """
        report = report.model_copy(update={"cached": False})
        return await self._threads.run(lambda: self._keep(snippet, report))

    async def find(self, id_: str) -> Kept | None:
        """What is kept under a link; None where there is nothing. Raises StoreUnavailable."""
        return await self._threads.run(lambda: self._find(id_)) if _ID.fullmatch(id_) else None

    def _keep(self, snippet: Snippet, report: Report) -> Kept:
        digest, row = digest_of(snippet), self._row(snippet, report)
        for _ in range(_FEW_TIMES):
            with self.database.reading() as connection:
                there = self._living(links.by_digest(connection, digest))
            kept = self._opened(there) if there else None
            if there and kept and kept.report and row["settled"] <= there.settled:
                return kept
            with suppress(IntegrityError):  # somebody kept the same one at this moment: look again
                if id_ := self._write(there, digest, row):
                    return self._kept(id_, snippet, report, row["created"], row["torch"])
        raise StoreUnavailable

    def _write(self, there: Link | None, digest: str, row: dict[str, Any]) -> str | None:
        """Put a row into the table, in the place of what is there; None where that has gone meanwhile."""
        with self.database.writing() as connection:
            links.remove_unopened(connection, self._settings.store_days)
            if there is None:
                id_ = links.free_id(connection, digest, SHORTEST)
                links.add(connection, {**row, "id": id_, "digest": digest})
            elif links.replace(connection, there.id, row):
                id_ = there.id
            else:
                return None
            links.make_room(connection, self._settings.store_bytes)
        return id_

    def _row(self, snippet: Snippet, report: Report) -> dict[str, Any]:
        """The row of a run, without its names."""
        document = snippet.model_dump_json()
        result, length = packed(report)
        nbytes = len(document.encode()) + len(result)
        self._refuse_large(length, nbytes)
        return {
            "snippet": document,
            "report": result,
            "nbytes": nbytes,
            "settled": int(report.status in _SETTLED),
            # The snippet's own word: it may be long, and have characters that neither a database nor a page takes.
            "torch": " ".join(visible(report.trace.torch).split())[:64] if report.trace else "",
            "created": links.now(),
            "opened": links.now(),
        }

    def _refuse_large(self, length: int, nbytes: int) -> None:
        if length > self._settings.link_bytes or nbytes > self._settings.store_bytes:
            raise TooLarge(
                sentence(
                    "What this run recorded is %(length)s bytes long; a link keeps at most %(most)s.",
                    length=length,
                    most=self._settings.link_bytes,
                ),
                hint=sentence(
                    "Run fewer steps, or share the link that has the program in it: whoever opens it runs it again."
                ),
            )

    def _find(self, id_: str) -> Kept | None:
        with self.database.reading() as connection:
            link = self._living(links.by_id(connection, id_))
        return self._opened(link) if link else None

    def _living(self, link: Link | None) -> Link | None:
        """The link, unless its time is over."""
        days = self._settings.store_days
        return link if link and link.opened >= links.now() - days * links.DAY else None

    def _opened(self, link: Link) -> Kept:
        """What is behind a link, which is noted as opened, once an hour at most."""
        if link.opened < links.now() - _HOUR:
            self._touch(link.id)
        return self._recent.get((link.id, link.created, link.settled), lambda: self._load(link))

    def _load(self, link: Link) -> tuple[Kept, int]:
        with self.database.reading() as connection:
            result = links.report_of(connection, link)
        report, length = unpacked(result)
        return self._kept(link.id, snippet_of(link.snippet), report, link.created, link.torch), length

    def _kept(self, id_: str, snippet: Snippet, report: Report | None, created: int, torch: str) -> Kept:
        return Kept(id_, snippet, report, datetime.fromtimestamp(created, UTC), torch, self._settings.store_days)

    def _touch(self, id_: str) -> None:
        """That this fails, on a disk that is full or only to be read, is no reason not to show what was found."""
        with suppress(StoreUnavailable), self.database.writing() as connection:
            links.touch(connection, id_)
