"""The client asks for every route of the description, and reads what the description says is answered."""

import asyncio
import inspect
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from typing import Any, get_args

import httpx
import pytest
from pydantic import BaseModel

from inplace_lab.client import AsyncLab, Lab, answers, calls, lessons

from .described import Described, description, operations

X = "x = 1\n"
CALLS: tuple[Callable[[Any], Any], ...] = (
    lambda lab: lab.run(X, seed=3, trace="summary", max_steps=9),
    lambda lab: lab.run_async(X),
    lambda lab: lab.state("1"),
    lambda lab: lab.events("1"),
    lambda lab: lab.wait("1"),
    lambda lab: lab.cancel("1"),
    lambda lab: lab.batch([X, X]),
    lambda lab: lab.batch_async([X]),
    lambda lab: lab.batch_state("1"),
    lambda lab: lab.batch_events("1"),
    lambda lab: lab.wait_batch("1"),
    lambda lab: lab.cancel_batch("1"),
    lambda lab: lab.report("1", trace="summary"),
    *((lambda lab, format_=each: lab.export("1", format_)) for each in get_args(calls.Format)),
    lambda lab: lab.permalink(X),
    lambda lab: lab.diagnose(X),
    lambda lab: lab.compare(X, X),
    lambda lab: lab.compare_network(net="conv(3)~relu", in_="1x2x4x4"),
    lambda lab: lab.lessons(),
    lambda lab: lab.lesson("counter", "zh"),
    lambda lab: lab.predict("counter", "backward", "raises"),
    lambda lab: lab.grade("counter", "repair", X),
    lambda lab: lab.search("relu"),
    lambda lab: lab.queue(),
    lambda lab: lab.health(),
)


async def _ended(asked: Any) -> Any:
    return [each async for each in asked] if isinstance(asked, AsyncIterator) else await asked


def _of_lab(server: Described) -> list[Any]:
    with Lab(transport=httpx.MockTransport(server)) as lab:
        return [list(told) if inspect.isgenerator(told := call(lab)) else told for call in CALLS]


def _of_async_lab(server: Described) -> list[Any]:
    async def ask() -> list[Any]:
        async with AsyncLab(transport=httpx.MockTransport(server)) as lab:
            return [await _ended(call(lab)) for call in CALLS]

    return asyncio.run(ask())


@pytest.mark.parametrize("ask", [_of_lab, _of_async_lab])
def test_every_route_is_asked_for_and_read(ask: Callable[[Described], list[Any]]) -> None:
    server = Described()
    told = ask(server)
    assert set(server.asked) == set(operations())
    assert len(told) == len(CALLS)
    assert told[0].summary.peak_bytes == 4
    assert told[1].state == "waiting"
    assert told[3][0].state == "done"


def test_both_clients_have_the_same_methods() -> None:
    def methods(kind: type) -> dict[str, list[str]]:
        return {name: list(inspect.signature(each).parameters) for name, each in vars(kind).items() if name[0] != "_"}

    assert methods(Lab) == methods(AsyncLab)


def _records() -> list[type[BaseModel]]:
    of_modules = [each for module in (answers, lessons) for each in vars(module).values()]
    schemas = description()["components"]["schemas"]
    found = (each for each in of_modules if isinstance(each, type) and each.__name__ in schemas)
    return sorted({each for each in found if each.__module__.startswith("inplace_lab.client")}, key=str)


@pytest.mark.parametrize("record", _records(), ids=lambda record: record.__name__)
def test_each_record_has_the_fields_of_the_description(record: type[BaseModel]) -> None:
    schema = description()["components"]["schemas"][record.__name__]
    assert set(record.model_fields) == set(schema["properties"])


def test_each_record_is_one_of_the_description() -> None:
    own = {each for module in (answers, lessons) for each in vars(module).values() if isinstance(each, type)}
    kept = {each.__name__ for each in own if each.__module__.startswith("inplace_lab.client")}
    assert kept - {each.__name__ for each in _records()} == {"Answer", "JobState", "LabProblem"}


def test_to_import_it_loads_neither_torch_nor_the_server() -> None:
    heavy = ("torch", "fastapi", "starlette", "sqlalchemy", "jinja2", "numpy", "libcst", "babel")
    program = f"import sys, inplace_lab.client; print([each for each in {heavy} if each in sys.modules])"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
