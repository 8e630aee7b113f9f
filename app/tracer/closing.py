"""Closing: what is done with a recording once the program has ended."""

from collections.abc import Iterator
from types import ModuleType

from ..trace import MOST_CONTENTS, Cut, Limit
from .failures import own_frames_of
from .listener import Listener
from .recorder import Full, Recorder


def close(listener: Listener, main: ModuleType, error: BaseException | None) -> None:
    """Settle the last step, with the names as the program left them."""
    names = listener.recorder.names
    if error is not None:
        frames = own_frames_of(error, names.program)
        listener.tell(listener.recorder.settle, lambda: names.look(frames))
    else:
        listener.tell(listener.recorder.settle, lambda: names.look_at(main.__dict__))
    listener.recorder.journal.closed = True


def cuts(listener: Listener) -> Iterator[Cut]:
    """The limits that the recording met."""
    recorder, reason = listener.recorder, listener.ended_by
    if isinstance(reason, Full):
        limits = {"steps": recorder.max_steps, "tensors": recorder.max_tensors}
        yield cut(reason.limit, limits[reason.limit], recorder)
    elif reason is not None:
        yield cut("recorder", 0, recorder)
    if (shown_until := recorder.contents.shown_until) is not None:
        yield Cut(limit="contents", at=MOST_CONTENTS, step=shown_until)


def cut(limit: Limit, at: int, recorder: Recorder) -> Cut:
    """A limit that was met at the last step."""
    return Cut(limit=limit, at=at, step=len(recorder.drafts) - 1)
