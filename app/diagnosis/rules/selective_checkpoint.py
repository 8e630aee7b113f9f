"""IL015: A tensor in the cache of a selective checkpoint was overwritten.

What happened
    Selective activation checkpointing keeps the results of chosen operations in a cache and computes the others again
    in backward. One of the cached tensors was written before backward used it.

Why torch forbids it
    The second run of the function would take a spoiled value out of the cache.

How to cure it
    Write out of place inside the checkpointed function.
    Or do not cache the operation whose result is written.
    allow_cache_entry_mutation=True only switches the check off.

What each cure costs
    Out of place costs one more tensor of that size while the function runs.

Source
    torch/utils/checkpoint.py, create_selective_checkpoint_contexts.
"""

import re
from collections.abc import Iterator

from ...sentence import Sentence, sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.stopped import rewritten_results, stopped

CODE = "IL015"
TITLE = "A tensor in the cache of a selective checkpoint was overwritten"
MESSAGES = (re.compile(r"cached during selective activation checkpoint has been mutated"),)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Writes to results of cached operations, made while the function ran first."""
    if any(message.search(evidence.message) for message in MESSAGES):
        yield from stopped(evidence, CODE, TITLE, _say, *rewritten_results(evidence))


def _say(lines: str) -> Sentence:
    return sentence("A selective checkpoint had cached a tensor that line %(lines)s wrote afterwards.", lines=lines)
