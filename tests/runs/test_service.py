"""The run service in front of the real pool: each ending has its status and its sentence, and the next run works."""

import asyncio
from collections.abc import Callable

import pytest

from inplace_lab.errors import BadRequest, NoSuchDevice, TooMany
from inplace_lab.runs.report import Report, Status
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.pool import Pool
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet

SETTINGS = Settings(wall_seconds=6.0, warm_children=1, output_bytes=4096)
ENDINGS = {
    "while True: pass": (Status.TIMED_OUT, "stopped after 6 s"),
    "import torch\nx = torch.empty(25_000_000_000)": (Status.OUT_OF_MEMORY, "1024 MiB that a run may use in line 2"),
    "rows = []\nwhile True: rows.append(bytearray(10**8))": (Status.OUT_OF_MEMORY, "Make the tensors smaller"),
    "while True: print('again')": (Status.KILLED, "printed more than 4 KiB"),
    "x = (1": (Status.FAILED, "Python cannot read the program"),
    "import os\nos._exit(0)": (Status.KILLED, "ended its own process (exit status 0)"),
    "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)": (Status.KILLED, "crashed (signal 11)"),
    "1 / 0": (Status.FAILED, "raised ZeroDivisionError in line 1"),
    "raise ValueError(chr(0xd800))": (Status.FAILED, "raised ValueError in line 1"),
    "import os\nos.write(3, b'forged')\nos._exit(0)": (Status.KILLED, "ended its own process"),
    "print('fine')": (Status.OK, "ran to its end"),
}


def with_service(test: Callable[[RunService], object], settings: Settings = SETTINGS) -> None:
    """Run an async test with a started service."""

    async def run() -> None:
        service = RunService(Pool(warm_children=settings.warm_children), settings)
        await service.start()
        try:
            await test(service)  # type: ignore[misc]
        finally:
            await service.stop()

    asyncio.run(run())


def test_every_ending_has_its_status_and_sentence_and_the_next_run_works() -> None:
    async def check(service: RunService) -> None:
        for source, (status, words) in ENDINGS.items():
            report = await service.run(Snippet(source=source))
            assert (report.status, words in report.message) == (status, True), (source, report.message, report.stderr)
            honest = await service.run(Snippet(source="print(1 + 1)"))
            assert (honest.status, honest.stdout) == (Status.OK, "2\n")

    with_service(check)


def test_same_snippet_has_the_same_id_and_another_option_another() -> None:
    async def check(service: RunService) -> None:
        ids = [
            (await service.run(Snippet(source="x = 1", seed=seed, trace=trace))).id
            for seed, trace in ((0, True), (0, True), (1, True), (0, False))
        ]
        assert ids[0] == ids[1]
        assert len(set(ids)) == 3

    with_service(check)


def test_a_forged_result_is_no_trace() -> None:
    forged = "import os, struct\nbody = b'[' * 100000\nos.write(3, struct.pack('>Q', len(body)) + body)\n"

    async def check(service: RunService) -> None:
        report: Report = await service.run(Snippet(source=forged))
        assert report.trace is None or report.status is Status.OK
        assert report.status in (Status.KILLED, Status.OK)

    with_service(check)


def test_beyond_its_share_a_client_hears_when_to_come_back_and_its_runs_go_on() -> None:
    async def check(service: RunService) -> None:
        sources = [f"import time; time.sleep(0.{i})" for i in (3, 4)]
        runs = [asyncio.create_task(service.run(Snippet(source=source))) for source in sources]
        await asyncio.sleep(0.1)
        with pytest.raises(TooMany) as refused:
            await service.run(Snippet(source="x = 1"))
        assert refused.value.retry_after > 0
        assert [report.status for report in await asyncio.gather(*runs)] == [Status.OK, Status.OK]

    with_service(check)


def test_a_run_that_comes_before_the_sandbox_is_warm_waits_for_it() -> None:
    async def check() -> None:
        service = RunService(Pool(), SETTINGS)
        starting = asyncio.create_task(service.start())
        report = await service.run(Snippet(source="print(1)"))
        assert (report.status, starting.done()) == (Status.OK, True)
        await service.stop()

    asyncio.run(check())


def test_too_long_a_source_and_an_absent_device_are_refused() -> None:
    async def check(service: RunService) -> None:
        with pytest.raises(BadRequest, match="bytes long"):
            await service.run(Snippet(source="#" * 70_000))
        if "cuda" not in service.devices:
            with pytest.raises(NoSuchDevice, match="offers cpu"):
                await service.run(Snippet(source="x = 1", device="cuda"))

    with_service(check)


def test_cancelling_a_run_frees_its_place() -> None:
    async def check(service: RunService) -> None:
        run = asyncio.create_task(service.run(Snippet(source="while True: pass")))
        await asyncio.sleep(0.2)
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
        report = await asyncio.wait_for(service.run(Snippet(source="print(1)")), 4)
        assert report.status is Status.OK

    with_service(check, SETTINGS.model_copy(update={"slots": 1, "wall_seconds": 9.0}))
