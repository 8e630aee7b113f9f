"""Which machine a run goes to."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from inplace_lab.cluster.admission import together
from inplace_lab.cluster.chooser import choose
from inplace_lab.cluster.member import Member, Node
from inplace_lab.sandbox.protocol import Machine
from inplace_lab.sandbox.walls import Walls


@st.composite
def members(draw: st.DrawFn, *, idle: bool = False) -> list[Member]:
    """Machines of a cluster, busy with something."""
    runs = st.just(0) if idle else st.integers(0, 9)
    return [
        Member(
            Node(str(number), "", draw(st.integers(1, 8)), draw(st.integers(0, 3))),
            Machine("2.13.0", draw(st.booleans()), 1),
            draw(runs),
            draw(runs),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


@given(members(), st.booleans())
def test_the_machine_is_fit_and_no_other_would_be_less_busy_for_its_size(there: list[Member], gpu: bool) -> None:
    chosen = choose(there, gpu=gpu)
    fit = [member for member in there if member.gpus or not gpu]
    assert (chosen is None) == (not fit)
    if chosen is not None:
        assert chosen in fit
        assert _load(chosen, gpu) == min(_load(member, gpu) for member in fit)


@given(members(idle=True))
def test_as_many_runs_as_there_are_processors_fill_each_machine_exactly(there: list[Member]) -> None:
    for _ in range(sum(member.node.processors for member in there)):
        chosen = choose(there, gpu=False)
        assert chosen is not None
        chosen.running += 1
    assert [member.busy for member in there] == [member.node.processors for member in there]


def test_a_run_without_a_gpu_keeps_off_the_machine_that_has_one() -> None:
    fast = Member(Node("a", "", 2, 1), Machine("2.13.0", True, 1))
    plain = Member(Node("b", "", 2, 0), Machine("2.13.0", False, 1))
    assert choose([fast, plain], gpu=False) is plain
    assert choose([fast, plain], gpu=True) is fast


@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 7)), min_size=1, max_size=5))
def test_what_is_said_of_all_machines_is_the_level_of_the_worst(walls: Iterable[tuple[int, int]]) -> None:
    machines = [Machine("2.13.0", False, 1, (), Walls(raised), abi) for raised, abi in walls]
    assert together(machines, gpu=False).level == max(machine.level for machine in machines)


def test_builds_for_different_machines_are_one_version_of_torch() -> None:
    machines = [Machine(build, False, 1) for build in ("2.13.0+cpu", "2.13.0+cu128")]
    assert together(machines, gpu=True).torch == "2.13.0"
    assert together(machines[:1], gpu=False).torch == "2.13.0+cpu"


def _load(member: Member, gpu: bool) -> float:
    return (member.busy + 1) / (member.gpus if gpu else member.node.processors)
