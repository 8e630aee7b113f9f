"""What one processor carries: the processor time of each thing that readers ask for, and what follows from it.

Times by the clock say how busy a machine is; seconds of the server's own processes hardly change with that. The server
is a process of its own, started by the command line, with its database in a fresh folder. No program is asked for
twice. `python -m bench.capacity` prints the tables of docs/operating.md.
"""

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from functools import partial
from itertools import count
from statistics import median

import httpx

from inplace_lab.lessons.shelf import course

from .classroom import Class
from .planning import Memory, show_plans
from .processes import Spent, children, own_bytes, resident, zygote_of
from .serving import serving

AT_ONCE = 4
"""Requests under way at a time, so that waiting children are taken as soon as they are there, as on a busy server."""
STUDENTS = 100
QUESTIONS = 3
_SETTLING = 1.5
"""Seconds in which what a request leaves behind is cleared up, and children are forked for those to come."""
_LOOK = 0.02

_TINY = "import torch\nx = torch.randn(8, requires_grad=True)\ny = torch.relu(x * {})\ny.sum().backward()\n"
_BROKEN = "import torch\nx = torch.rand(3, requires_grad=True)\ny = x.sigmoid()\ny.mul_({})\ny.sum().backward()\n"
_ARTICLE = "in=8x64x32x32&net=conv({})~relu"
_LESSON = "/en/lessons/version-counter"

Ask = Callable[[httpx.AsyncClient, int], Awaitable[httpx.Response]]


@dataclass(frozen=True)
class Kind:
    """Something that readers ask for, and how often it is asked for here."""

    name: str
    times: int
    ask: Ask


def _programs() -> list[Kind]:
    """What has a program run. Each number makes another program."""
    folder = next(course(None).glob("*-version-counter"))
    shown, answer = (folder / "counted.py").read_text(), (folder / "repaired.py").read_text()
    return [
        Kind("a tiny program, by the API", 200, lambda h, n: h.post("/api/v1/runs", json={"source": _TINY.format(n)})),
        Kind("a program of a lesson, changed", 60, lambda h, n: h.post("/en/play", data={"source": f"{shown}\n#{n}"})),
        Kind("a broken program, with its fixes", 10, lambda h, n: h.post("/api/v1/diagnoses", json=_broken(n))),
        Kind("an exercise, checked", 30, lambda h, n: h.post(f"{_LESSON}/exercise/rows?part=1", data=_try(answer, n))),
        Kind("the article's network, changed", 20, lambda h, n: h.get(f"/en/?{_ARTICLE.format(193 + n)}")),
        Kind("the card of its times", 6, lambda h, n: h.get(f"/en/time?{_ARTICLE.format(193 + n)}")),
    ]


def _pages() -> list[Kind]:
    """What is known already."""
    paths = {
        "a page: a lesson": _LESSON,
        "a page: the playground": "/en/play",
        "a page: the Lab": "/en/",
        "a style sheet": "/static/css/tokens.css",
    }
    return [Kind(name, 200, lambda h, n, path=path: h.get(path)) for name, path in paths.items()]  # type: ignore[misc]


def main() -> None:
    """Print what each thing costs, and what one processor and so many readers make of it."""
    settings = {"QUEUE_LENGTH": "1000", "CLIENT_SLOTS": str(AT_ONCE), "CLIENT_QUEUE": "1000"}
    with tempfile.TemporaryDirectory() as folder, serving(folder, settings) as (url, server):
        costs, memory = asyncio.run(_measure(url, server))
    show_plans(costs, memory)


async def _measure(url: str, server: int) -> tuple[dict[str, Spent], Memory]:
    print(f"Load of this machine: {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} processors")
    costs: dict[str, Spent] = {}
    async with httpx.AsyncClient(base_url=url, timeout=300, headers={"Accept-Encoding": "gzip"}) as http:
        await _idle(server)
        peak = asyncio.create_task(_highest(zygote_of(server)))
        for kind in _programs() + _pages():
            costs[kind.name] = await _cost(kind, http, server)
        peak.cancel()
        memory = await _memory(server, await peak)
    return costs | await _class(url, server), memory


async def _cost(kind: Kind, http: httpx.AsyncClient, server: int) -> Spent:
    """Processor time of one of a kind; what is done at first use is not counted."""
    await _asked(kind, http, kind.times)
    await asyncio.sleep(_SETTLING)
    before, numbers, sizes = Spent.by(server), count(), list[int]()

    async def one_after_another() -> None:
        while (number := next(numbers)) < kind.times:
            sizes.append(await _asked(kind, http, number))

    await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
    await asyncio.sleep(_SETTLING)
    cost = Spent.by(server).since(before, kind.times)
    _show(kind.name, cost, f"{median(sizes) / 1024:>6.0f} KiB")
    return cost


async def _asked(kind: Kind, http: httpx.AsyncClient, number: int) -> int:
    """Bytes of the answer, packed."""
    answer = await kind.ask(http, number)
    assert answer.status_code == 200, (kind.name, answer.status_code, answer.text[:500])
    return answer.num_bytes_downloaded


async def _idle(server: int) -> None:
    await asyncio.sleep(3 * _SETTLING)
    before = Spent.by(server)
    await asyncio.sleep(5)
    spent = Spent.by(server).since(before, 5)
    print(f"A server that nobody asks for anything: {spent.web + spent.runs:.3f} processors")
    print(f"{'Milliseconds of processor time, each':<38}{'web':>8}{'runs':>8}{'a second on one':>18}{'answer':>12}")


async def _class(url: str, server: int) -> dict[str, Spent]:
    """A vote, an event that is told to one student, and what that student then fetches, in a class of many."""
    for students in (5, STUDENTS):  # the first class is for what is done at first use
        class_, before = Class(url, students), resident(server)
        await class_.open()
        print(f"{students} students joined and listening: {(resident(server) - before) / students / 1024:.0f} KiB each")
        await asyncio.sleep(_SETTLING)
        costs = await _questions(class_, server)
        await class_.close()
    for name, cost in costs.items():
        _show(name, cost)
    return costs


async def _questions(class_: Class, server: int) -> dict[str, Spent]:
    votes, events, stages = list[Spent](), list[Spent](), list[Spent]()
    for number in range(1, QUESTIONS + 1):
        events.append(await _told(class_, server, "asking", partial(class_.ask, number)))
        before = Spent.by(server)
        await class_.vote(number)
        votes.append(Spent.by(server).since(before, class_.students))
        await class_.press("lock")
        await class_.told('"phase":"locked"')
        await class_.press("run")
        await class_.told('"phase":"ran"')
        events.append(await _told(class_, server, "revealed", partial(class_.press, "reveal")))
        before = Spent.by(server)
        await asyncio.gather(*(_stage(class_, seat) for seat in class_.seats))
        stages.append(Spent.by(server).since(before, class_.students))
    return {"a vote": _mean(votes), "an event, told to one": _mean(events), "the stage of a student": _mean(stages)}


async def _told(class_: Class, server: int, phase: str, press: Callable[[], Awaitable[None]]) -> Spent:
    """What it costs that a button is pressed and all are told, for each of them."""
    before = Spent.by(server)
    await press()
    await class_.told(f'"phase":"{phase}"')
    return Spent.by(server).since(before, class_.students)


async def _stage(class_: Class, seat: dict[str, str]) -> None:
    cookie = "; ".join(f"{name}={value}" for name, value in seat.items())
    answer = await class_.http.get(f"/en/room/{class_.code}/stage", headers={"Cookie": cookie})
    assert answer.status_code == 200, answer.text


async def _highest(zygote: int) -> int:
    """The most bytes that a child of the zygote was seen to have for itself, until somebody has seen enough."""
    most = 0
    try:
        while True:
            most = max([most, *map(own_bytes, children(zygote))])
            await asyncio.sleep(_LOOK)
    except asyncio.CancelledError:
        return most


async def _memory(server: int, highest: int) -> Memory:
    await asyncio.sleep(_SETTLING)
    zygote = zygote_of(server)
    waiting = median(own_bytes(each) for each in children(zygote))
    memory = Memory(resident(server), resident(zygote), waiting, highest)
    print("MiB of memory; of children, beyond what they share with the zygote")
    for name, nbytes in asdict(memory).items():
        print(f"  {name:<36}{nbytes / 2**20:>8.0f}")
    return memory


def _show(name: str, cost: Spent, more: str = "") -> None:
    whole = cost.web + cost.runs
    print(f"  {name:<36}{cost.web * 1000:>8.2f}{cost.runs * 1000:>8.2f}{1 / whole:>18.0f}{more:>12}")


def _mean(costs: list[Spent]) -> Spent:
    return Spent(sum(each.web for each in costs) / len(costs), sum(each.runs for each in costs) / len(costs))


def _broken(number: int) -> dict[str, str]:
    return {"source": _BROKEN.format(number)}


def _try(answer: str, number: int) -> dict[str, str]:
    return {"source": f"{answer}\n# {number}", "do": "check"}


if __name__ == "__main__":
    main()
