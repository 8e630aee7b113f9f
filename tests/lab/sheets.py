"""The cheat sheet, measured in this process, once for all tests that look at it."""

import asyncio
import warnings
from functools import cache

from inplace_lab.lab.cheatsheet.measuring import CheatSheets
from inplace_lab.lab.cheatsheet.model import Sheet
from inplace_lab.lab.service import Lab
from inplace_lab.runs.diagnoses import Clinic
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings


@cache
def measured_sheet() -> Sheet:
    """The sheet of this machine."""

    async def measure() -> Sheet:
        runs = RunService(InlineSandbox(), Settings())
        await runs.start()
        sheet = await CheatSheets(runs, Lab(runs), Clinic(runs)).sheet(patience=120)
        assert sheet is not None
        return sheet

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return asyncio.run(measure())
