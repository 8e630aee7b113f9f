"""Page: explanations as one HTML file that needs nothing else: no script, no other file, light and dark."""

import hashlib
from base64 import b64encode
from collections.abc import Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..resources import folder
from ..visible import visible
from . import view
from .explanation import Explanation

_SHEETS = ("tokens", "explain")


def page(explanations: Sequence[Explanation]) -> str:
    """The whole file."""
    environment = Environment(
        loader=FileSystemLoader(folder("templates")),
        autoescape=True,
        finalize=_seen,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = "\n".join((folder("static") / "css" / f"{name}.css").read_text(encoding="utf-8") for name in _SHEETS)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("explain.html").render(
        explanations=explanations,
        view=view,
        style=Markup(f"<style>{style}</style>"),  # noqa: S704 - a file of our own
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    )


def _seen(value: object) -> object:
    """Every expression goes through here: a script may have said it."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
