"""Inline: style sheets and scripts as parts of a page that is a file, and the policy that lets in nothing else."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from markupsafe import Markup

from ..visible import visible

_SHEETS = ("tokens", "base", "player", "finding", "embed")
_SCRIPTS = ("embed", "player", "linking")


@dataclass(frozen=True)
class Inline:
    """The elements, and the Content-Security-Policy that names each by its hash."""

    style: Markup
    script: Markup
    policy: str

    @classmethod
    def of(cls, static: Path) -> Self:
        """What a picture needs of the folder of static files. The scripts import nothing."""
        # The renderer shows everything as `visible` does, and the hashes must be those of what is shown.
        style = visible("\n".join((static / "css" / f"{name}.css").read_text() for name in _SHEETS))
        script = visible("\n".join(f"{{\n{(static / 'js' / f'{name}.js').read_text()}}}" for name in _SCRIPTS))
        if "</" in style or "</script" in script.lower():
            raise ValueError("A style sheet or script would end its own element.")
        return cls(
            style=Markup(f"<style>{style}</style>"),  # noqa: S704 - files of our own
            script=Markup(f'<script type="module">{script}</script>'),  # noqa: S704
            policy=(
                f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
                "base-uri 'none'; form-action 'none'"
            ),
        )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
