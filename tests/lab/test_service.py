"""How the Lab asks for its runs."""

import asyncio

from inplace_lab.lab.comparison import Layer
from inplace_lab.lab.service import Lab
from inplace_lab.runs.queue import OURS
from inplace_lab.runs.report import Report
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet


class Asked(RunService):
    """A run service that remembers how it was asked."""

    def __init__(self) -> None:
        super().__init__(InlineSandbox(), Settings())
        self.asked: list[tuple[bool, str, bool]] = []

    async def run(self, snippet: Snippet, *, client: str = "local", fresh: bool = False) -> Report:
        self.asked.append((snippet.trace, client, fresh))
        return await super().run(snippet, client=client, fresh=fresh)


def test_times_are_measured_afresh_and_all_runs_count_as_our_own() -> None:
    async def measure() -> Asked:
        runs = Asked()
        await Lab(runs).measure(Layer(batch=1, inputs=1, outputs=1, size=4), "cpu")
        return runs

    asked = asyncio.run(measure()).asked
    assert {client for _, client, _ in asked} == {OURS}
    assert [fresh for trace, _, fresh in asked if not trace] == [True, True]
    assert not any(fresh for trace, _, fresh in asked if trace)
