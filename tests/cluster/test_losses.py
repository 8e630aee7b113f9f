"""What becomes of runs and of machines when machines come, go, break and keep silent."""

import asyncio
from collections.abc import Callable

import pytest

from inplace_lab.cluster.sandbox import RaySandbox
from inplace_lab.errors import ClusterAway, NotContained, SandboxBroken
from inplace_lab.sandbox.gate import Gate
from inplace_lab.sandbox.level import Level
from inplace_lab.sandbox.protocol import Ending
from inplace_lab.sandbox.walls import Walls
from inplace_lab.trace import Device, Snippet

from ..sandbox.pools import LIMITS
from .fakes import FakeLink, FakeNode, clustered

BARE = Walls.LIMITS
WITHOUT_NAMESPACES = Walls.ALL & ~Walls.NAMESPACES


def snippet(device: Device = "auto") -> Snippet:
    return Snippet(source="print()", device=device)


@pytest.mark.parametrize("fate", ["lost", "silent"])
def test_a_run_whose_machine_is_lost_is_run_once_more_on_another(monkeypatch: pytest.MonkeyPatch, fate: str) -> None:
    first, second = FakeNode("a", fates=[fate]), FakeNode("b", processors=1)

    async def test(sandbox: RaySandbox, _: FakeLink) -> None:
        await sandbox.start()
        assert (await sandbox.run(snippet(), LIMITS)).ending is Ending.RETURNED
        assert len(first.ran) == len(second.ran) == 1

    clustered(monkeypatch, test, first, second)


def test_a_run_over_which_two_machines_are_lost_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    nodes = [FakeNode(name, fates=["lost"]) for name in "abc"]

    async def test(sandbox: RaySandbox, _: FakeLink) -> None:
        await sandbox.start()
        with pytest.raises(ClusterAway, match="Two machines were lost"):
            await sandbox.run(snippet(), LIMITS)
        assert sum(len(node.ran) for node in nodes) == 2

    clustered(monkeypatch, test, *nodes)


def test_a_machine_that_says_what_is_broken_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    node = FakeNode("a", fates=["broken"])

    async def test(sandbox: RaySandbox, _: FakeLink) -> None:
        await sandbox.start()
        with pytest.raises(SandboxBroken, match="no place to run"):
            await sandbox.run(snippet(), LIMITS)
        assert (await sandbox.run(snippet(), LIMITS)).ending is Ending.RETURNED

    clustered(monkeypatch, test, node)


def test_machines_are_noticed_when_they_come_and_when_they_go(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test(sandbox: RaySandbox, link: FakeLink) -> None:
        await sandbox.start()
        link.nodes["b"] = FakeNode("b", processors=4)
        await _until(lambda: sandbox.places == 6)
        del link.nodes["a"]
        await _until(lambda: sandbox.places == 4)

    clustered(monkeypatch, test, FakeNode("a"))


def test_runs_go_to_machines_that_have_what_they_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, fast = FakeNode("a"), FakeNode("b", gpus=1)

    async def test(sandbox: RaySandbox, _: FakeLink) -> None:
        await sandbox.start()
        assert sandbox.machine.devices == ("cpu", "cuda")
        for device in ("cpu", "cuda", "auto"):
            await sandbox.run(snippet(device), LIMITS)
        assert [*map(_device, plain.ran)] == ["cpu"]
        assert [*map(_device, fast.ran)] == ["cuda", "cuda"]  # auto stands for the best that there is

    clustered(monkeypatch, test, plain, fast)


def test_auto_stays_what_it_was_when_a_gpu_comes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test(sandbox: RaySandbox, link: FakeLink) -> None:
        await sandbox.start()
        link.nodes = {"b": FakeNode("b", gpus=1)}
        await _until(lambda: [member.node.id for member in sandbox.members] == ["b"])
        await sandbox.run(snippet(), LIMITS)
        assert [*map(_device, link.nodes["b"].ran)] == ["cpu"]

    clustered(monkeypatch, test, FakeNode("a"))


def test_a_run_that_no_machine_is_there_for_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test(sandbox: RaySandbox, _: FakeLink) -> None:
        await sandbox.start()
        with pytest.raises(ClusterAway, match="No machine that could run"):
            await sandbox.run(snippet("cuda"), LIMITS)

    clustered(monkeypatch, test, FakeNode("a"))


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        (FakeNode("odd", torch="2.1.0"), "it has torch 2.1.0, and this server"),
        (FakeNode("odd", lab="0.0.0"), "it has Inplace Lab 0.0.0, and this server"),
        (FakeNode("odd", walls=BARE), "it has no walls"),
    ],
    ids=["torch", "lab", "walls"],
)
def test_a_machine_that_is_not_fit_runs_nothing_and_the_log_says_why(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, odd: FakeNode, why: str
) -> None:
    async def test(sandbox: RaySandbox, _: FakeLink) -> None:
        await sandbox.start()
        assert [member.node.id for member in sandbox.members] == ["a"]
        assert odd.left
        assert f"No program is run on odd: {why}" in caplog.text

    clustered(monkeypatch, test, FakeNode("a"), odd)


def test_a_machine_that_comes_later_keeps_what_was_promised_or_runs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test(sandbox: RaySandbox, link: FakeLink) -> None:
        await sandbox.start()
        assert sandbox.machine.level is Level.A
        link.nodes["b"] = FakeNode("b", walls=WITHOUT_NAMESPACES)
        await _until(lambda: link.nodes["b"].left)
        assert [member.node.id for member in sandbox.members] == ["a"]

    clustered(monkeypatch, test, FakeNode("a"))


def test_the_level_is_that_of_the_worst_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test(sandbox: RaySandbox, _: FakeLink) -> None:
        await sandbox.start()
        assert sandbox.machine.level is Level.B

    clustered(monkeypatch, test, FakeNode("a"), FakeNode("b", walls=WITHOUT_NAMESPACES))


@pytest.mark.parametrize("trusted", [True, False])
def test_where_no_machine_has_walls_the_gate_opens_to_trust_alone(
    monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    async def test(sandbox: RaySandbox, _: FakeLink) -> None:
        gate = Gate(sandbox, trusted=trusted)
        if trusted:
            await gate.start()
            assert (await gate.run(snippet(), LIMITS)).ending is Ending.RETURNED
        else:
            with pytest.raises(NotContained):
                await gate.start()
        assert gate.machine.level is Level.D

    clustered(monkeypatch, test, FakeNode("a", walls=BARE), trusted=trusted)


def test_a_cluster_without_a_machine_for_programs_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test(sandbox: RaySandbox, _: FakeLink) -> None:
        with pytest.raises(ClusterAway, match="No machine of the cluster"):
            await sandbox.start()

    clustered(monkeypatch, test)


def test_a_cluster_that_was_away_is_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test(sandbox: RaySandbox, link: FakeLink) -> None:
        await sandbox.start()
        await link.close()
        assert (await sandbox.run(snippet(), LIMITS)).ending is Ending.RETURNED

    clustered(monkeypatch, test, FakeNode("a"))


async def _until(true: Callable[[], bool]) -> None:
    while not true():
        await asyncio.sleep(0.01)


def _device(ran: str) -> str:
    return Snippet.model_validate_json(ran).device
