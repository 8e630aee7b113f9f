"""Static files under an address that changes with their content, so that a browser may keep them for ever.

/static/~0123456789ab/css/base.css   immutable while the digest is that of the folder
/static/css/base.css                 the same file, asked for again after a short while

The digest is one for the whole folder: modules that import each other by relative paths then agree.
"""

import hashlib
import re
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_DIGEST = re.compile(r"^~([0-9a-f]{12})/")
_IMMUTABLE = "public, max-age=31536000, immutable"
_SHORT = "public, max-age=60"


class Assets(StaticFiles):
    """Serves one folder, with and without the digest in the path."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder)
        self.digest = _digest(folder)

    def url(self, path: str) -> str:
        """The address to write into a page."""
        return f"/static/~{self.digest}/{path}"

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve a file and say how long it may be kept."""
        stamped = _DIGEST.match(path)
        response = await super().get_response(path[stamped.end() :] if stamped else path, scope)
        current = stamped is not None and stamped.group(1) == self.digest
        response.headers["Cache-Control"] = _IMMUTABLE if current else _SHORT
        return response


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]
