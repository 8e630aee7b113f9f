"""Codes: four letters to be read off a wall and typed on a phone, none of which looks like another."""

import re
import secrets

LETTERS = "ABCDEFGHJKMNPQRTUVWXY346789"
"""Without 0 and O, 1 and I and L, 2 and Z, 5 and S."""
LENGTH = 4
PATTERN = f"[{LETTERS}]{{{LENGTH}}}"
_CODE = re.compile(PATTERN)


def new_code() -> str:
    """One of 531,441."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def code_in(typed: str) -> str | None:
    """The code that somebody typed, in letters of any size and with spaces or hyphens; None where it is none."""
    code = re.sub(r"[\s-]", "", typed).upper()
    return code if _CODE.fullmatch(code) else None
