"""The wire: what goes from machine to machine as plain text, numbers and bytes. No object of a program is among it."""

from dataclasses import asdict
from typing import Any

from ..sandbox.protocol import Ending, Machine, Outcome
from ..sandbox.walls import Walls


def row_of(outcome: Outcome) -> dict[str, Any]:
    """An outcome without its result, which travels as bytes beside it."""
    row = asdict(outcome)
    del row["result"]
    return {**row, "ending": outcome.ending.value}


def outcome_of(row: dict[str, Any], result: bytes) -> Outcome:
    """The outcome that such a row stands for."""
    return Outcome(**{**row, "ending": Ending(row["ending"]), "result": result})


def machine_row(machine: Machine) -> dict[str, Any]:
    """What a sandbox found out about its machine."""
    return {**asdict(machine), "warnings": list(machine.warnings), "walls": int(machine.walls)}


def machine_of(row: dict[str, Any]) -> Machine:
    """The machine that such a row tells of."""
    return Machine(**{**row, "warnings": tuple(row["warnings"]), "walls": Walls(row["walls"])})
