"""Content: what a link is made of, and how snippet and report are packed into bytes and out again."""

import hashlib
import json
import zlib

from pydantic import ValidationError

from ..runs.report import Report
from ..trace import Snippet

SHORTEST = 10
"""Characters of the digest that a link has. 40 bits can be made to meet on purpose: then it has more."""


def digest_of(snippet: Snippet) -> str:
    """The digest of source and options, never of torch: the same code has the same link.

    Options that were left alone do not count, so that a version with more options makes the same links.
    """
    said = snippet.model_dump(exclude_defaults=True)
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def packed(report: Report) -> tuple[bytes, int]:
    """The report as compressed JSON, and how long the JSON is."""
    document = report.model_dump_json().encode()
    return zlib.compress(document), len(document)


def unpacked(packed: bytes) -> tuple[Report | None, int]:
    """The report and how long its JSON is; None where it is of another version's shape, or damaged."""
    try:
        document = zlib.decompress(packed)
        return Report.model_validate_json(document), len(document)
    except (ValidationError, zlib.error):
        return None, 0


def snippet_of(document: str) -> Snippet:
    """The snippet; of one with options that this version does not know, at least the source."""
    try:
        return Snippet.model_validate_json(document)
    except ValidationError:
        return Snippet(source=json.loads(document)["source"])
