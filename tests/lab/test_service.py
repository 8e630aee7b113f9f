"""How the Lab asks for its runs."""

import asyncio

from inplace_lab.errors import TooMany
from inplace_lab.lab.network.contrast import Contrast
from inplace_lab.lab.network.spec import Conv2d, Input, NetworkSpec
from inplace_lab.lab.service import Lab
from inplace_lab.runs.client import LOCAL, OURS, Client
from inplace_lab.runs.report import Report
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet

TINY = NetworkSpec(input=Input(batch=1, channels=1, height=4, width=4), blocks=(Conv2d(out=1),))


class Asked(RunService):
    """A run service that remembers how it was asked, and refuses the first few."""

    def __init__(self, refusals: int = 0) -> None:
        super().__init__(InlineSandbox(), Settings())
        self.asked: list[tuple[bool, Client, bool]] = []
        self.refusals = refusals

    async def run(self, snippet: Snippet, *, client: Client = LOCAL, fresh: bool = False) -> Report:
        if self.refusals:
            self.refusals -= 1
            raise TooMany
        self.asked.append((snippet.trace, client, fresh))
        return await super().run(snippet, client=client, fresh=fresh)


async def measure(runs: Asked, client: Client) -> Asked:
    """Measure a network and time it."""
    lab = Lab(runs)
    await lab.measure(TINY, Contrast(), client=client)
    await lab.time(TINY, Contrast(), client=client)
    return runs


def test_a_reader_s_networks_wait_in_lines_beside_the_reader_s_programs() -> None:
    asked = asyncio.run(measure(Asked(), Client("reader"))).asked
    assert {client for _, client, _ in asked} == {Client("reader, lab left"), Client("reader, lab right")}


def test_what_the_server_runs_for_itself_counts_as_its_own() -> None:
    assert {client for _, client, _ in asyncio.run(measure(Asked(), OURS)).asked} == {OURS}


def test_only_times_are_measured_afresh() -> None:
    asked = asyncio.run(measure(Asked(), Client("reader"))).asked
    assert [fresh for trace, _, fresh in asked if not trace] == [True]
    assert not any(fresh for trace, _, fresh in asked if trace)


def test_a_reader_who_changes_one_network_after_another_waits_instead_of_being_refused() -> None:
    assert len(asyncio.run(measure(Asked(refusals=2), Client("reader"))).asked) == 5
