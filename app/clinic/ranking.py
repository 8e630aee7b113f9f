"""Ranking: which fixes are shown, and in which order."""

from collections.abc import Iterable

from .model import Fix

MOST = 6
MOST_TEMPTING = 2
"""Tempting cures that turned out wrong: they are shown so that nobody need try them."""

_ORDER = ("verified", "wrong", "fails")


def best(fixes: Iterable[Fix]) -> tuple[Fix, ...]:
    """The best first: those that are right, by what they cost; then those that are not. The same change only once."""
    once = {tuple(sorted(fix.sources.items())): fix for fix in sorted(fixes, key=_rank, reverse=True)}
    ranked = sorted(once.values(), key=_rank)
    tempting = [fix for fix in ranked if fix.tempting and fix.verdict != "verified"][:MOST_TEMPTING]
    others = [fix for fix in ranked if not (fix.tempting and fix.verdict != "verified")]
    return tuple(sorted([*others[: MOST - len(tempting)], *tempting], key=_rank))


def _rank(fix: Fix) -> tuple[int, bool, int, int]:
    peak = fix.extra_peak_bytes
    return _ORDER.index(fix.verdict), fix.tempting, peak if peak is not None else 0, fix.changed_lines
