"""Everything of ours that can go wrong, as one tree.

    LabError                    an error of ours, with the sentence that a person reads
    ├── BadRequest        422   the request cannot be understood
    │   └── NoSuchDevice  422   the device that was asked for is not on this machine
    ├── TooLarge          413   the request is larger than the limit
    ├── NotFound          404   there is nothing at this address
    │   ├── NoSuchLink    404   no run is kept under this link
    │   ├── OutdatedRun   410   what is kept under this link was recorded by another version
    │   └── NoSuchRun     404   a run that was made before is not remembered any more
    ├── WrongHost         400   the request was meant for a server of another name
    ├── CrossSite         403   another site's page sent the request
    ├── Busy              503   no free place to run; carries when to come back
    │   ├── TooMany       429   this client has its share of the places already
    │   └── Warming       503   the sandbox has not started yet
    ├── SandboxBroken     500   the sandbox failed, not the snippet
    │   └── NotContained  503   this machine has no walls, and nobody said that it may run without
    ├── StoreUnavailable  503   links cannot be kept or opened right now
    └── RunFailed         500   a program of our own did not run to its end
        ├── TooMuchMemory 422   because the network is too large
        ├── TooMuchTime   422   because the network is too large
        └── DoesNotFit    422   because a block of the network cannot take what arrives

A snippet that fails is no error of ours: it is a Trace with a Failure.
`web.failures` turns each class into one JSON shape (RFC 9457); nobody else decides on a status.
"""

from typing import ClassVar

from .sentence import Sentence


class LabError(Exception):
    """An error of ours: `detail` says what happened, `hint` what to do next; as Sentences where a page shows them."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Inplace Lab made a mistake"
    hint: ClassVar[str] = "Try again; if it happens twice, please report it with the request that caused it."

    def __init__(self, detail: str | Sentence = "", *, hint: str | Sentence = "") -> None:
        super().__init__(str(detail))
        self.detail = str(detail) or self.title
        self.sentence = detail if isinstance(detail, Sentence) else None
        self.advice = str(hint) or self.hint


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


class NoSuchLink(NotFound):
    """No run is kept under this link: it was mistyped, or not opened for too long."""

    code = "no-such-link"
    title = "No program is kept under this link"
    hint = (
        "Compare it letter by letter with the link that you were given. Links that nobody opens for a long time are "
        "removed; whoever still has the program can run it and share it again, under the same link."
    )


class OutdatedRun(NotFound):
    """The program is there, but its picture was recorded in a way that this version does not read."""

    status = 410
    code = "outdated-run"
    title = "This run was recorded by another version"
    hint = "Run the program again: it then has a new picture under the same link."


class NoSuchRun(NotFound):
    """A run that was made before is not remembered any more, or recorded nothing."""

    code = "no-such-run"
    title = "This run is not here any more"
    hint = "Only the latest runs are remembered, and those that were shared. Run the program again to see it."


class WrongHost(LabError):
    """The request names a host that this server does not answer to: another name may have been bent to point here."""

    status = 400
    code = "wrong-host"
    title = "This server does not answer to that name"
    hint = "Use the address that the server printed when it started, or add the name to INPLACE_LAB_TRUSTED_HOSTS."


class CrossSite(LabError):
    """A page of another site had its reader's browser send the request."""

    status = 403
    code = "cross-site"
    title = "Another site's page may not use this server"
    hint = "Open the Lab itself and run it there, or add the name of the site to INPLACE_LAB_TRUSTED_HOSTS."


class Busy(LabError):
    """No free place to run; carries the number of seconds after which to come back."""

    status = 503
    code = "busy"
    title = "Every place to run is taken"
    hint = "Wait the number of seconds given in Retry-After and send the request again."

    def __init__(self, detail: str | Sentence = "", *, retry_after: int = 2) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class TooMany(Busy):
    """This client has its share of the places already; others go first."""

    status = 429
    code = "too-many-runs"
    title = "You have your share of the places to run already"
    hint = "Wait until one of your runs has ended, or stop one, and send the request again."


class Warming(Busy):
    """The sandbox has not started yet."""

    code = "warming-up"
    title = "The sandbox is still warming up"


class SandboxBroken(LabError):
    """The sandbox failed, not the snippet."""

    code = "sandbox-broken"
    title = "The sandbox failed, not your program"
    hint = "Send the request again: the sandbox has been restarted."


class NotContained(SandboxBroken):
    """This machine has no walls, and nobody said that programs may run without."""

    status = 503
    code = "not-contained"
    title = "Nothing on this machine would contain a program"
    hint = (
        "Serve from Linux 5.13 or newer, from WSL 2 or from a container. On your own machine, for programs that you "
        "would run yourself: inplace-lab serve --trust-local-code."
    )


class StoreUnavailable(LabError):
    """The database of links is away, full or locked. Only links need it."""

    status = 503
    code = "store-unavailable"
    title = "Links cannot be kept or opened right now"
    hint = "Try again in a minute; everything else works. A link that has the program in it needs no room here."


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


class DoesNotFit(RunFailed):
    """A block of one of the two networks cannot take what arrives there."""

    status = 422
    code = "network-does-not-fit"
    title = "A block of the network cannot take what arrives"
    hint = "Change that block, or the one before it. If it is in the network that you pinned, pin another one."
