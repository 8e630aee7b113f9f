"""Everything of ours that can go wrong, as one tree.

    LabError                    an error of ours, with the sentence that a person reads
    ├── BadRequest        422   the request cannot be understood
    │   └── NoSuchDevice  422   the device that was asked for is not on this machine
    ├── TooLarge          413   the request is larger than the limit
    ├── NotFound          404   there is nothing at this address
    ├── Busy              503   no free place to run; carries when to come back
    ├── SandboxBroken     500   the sandbox failed, not the snippet
    └── RunFailed         500   a program of our own did not run to its end
        ├── TooMuchMemory 422   because the network is too large
        └── TooMuchTime   422   because the network is too large

A snippet that fails is no error of ours: it is a Trace with a Failure.
`web.failures` turns each class into one JSON shape (RFC 9457); nobody else decides on a status.
"""

from typing import ClassVar


class LabError(Exception):
    """An error of ours: `detail` says what happened, `hint` what to do next."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Inplace Lab made a mistake"
    hint: ClassVar[str] = "Try again; if it happens twice, please report it with the request that caused it."

    def __init__(self, detail: str = "", *, hint: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail or self.title
        self.advice = hint or self.hint


class BadRequest(LabError):
    """The request cannot be understood."""

    status = 422
    code = "bad-request"
    title = "The request cannot be understood"
    hint = "Correct the field that is named and send the request again."


class NoSuchDevice(BadRequest):
    """The device that was asked for is not on this machine."""

    code = "no-such-device"
    title = "This machine does not have that device"
    hint = 'Send "device": "auto" to use the best device that this machine has.'


class TooLarge(LabError):
    """The request is larger than the limit."""

    status = 413
    code = "too-large"
    title = "The request is too large"
    hint = "Shorten the program; a snippet needs at most a few hundred lines."


class NotFound(LabError):
    """There is nothing at this address."""

    status = 404
    code = "not-found"
    title = "There is nothing at this address"
    hint = "The description of every route is at /api/v1/openapi.json."


class Busy(LabError):
    """No free place to run; carries the number of seconds after which to come back."""

    status = 503
    code = "busy"
    title = "Every place to run is taken"
    hint = "Wait the number of seconds given in Retry-After and send the request again."

    def __init__(self, detail: str = "", *, retry_after: int = 2) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class SandboxBroken(LabError):
    """The sandbox failed, not the snippet."""

    code = "sandbox-broken"
    title = "The sandbox failed, not your program"
    hint = "Send the request again: the sandbox has been restarted."


class RunFailed(LabError):
    """A program that we wrote ourselves did not run to its end, so there is nothing to show."""

    code = "lab-run-failed"
    title = "The Lab's own run did not finish"


class TooMuchMemory(RunFailed):
    """The network that was chosen needs more memory than one run may use."""

    status = 422
    code = "network-too-large"
    title = "This network needs more memory than one run may use"
    hint = "Choose fewer images, fewer channels or smaller images."


class TooMuchTime(RunFailed):
    """The network that was chosen needs more time than one run may take."""

    status = 422
    code = "network-too-slow"
    title = "This network needs more time than one run may take"
    hint = "Choose fewer images, fewer channels or smaller images."
