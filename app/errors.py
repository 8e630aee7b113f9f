"""Everything of ours that can go wrong, as one tree.

    LabError                    an error of ours, with the sentence that a person reads
    ├── BadRequest        422   the request cannot be understood
    │   ├── NoSuchDevice  422   the device that was asked for is not on this machine
    │   └── KeyReused     422   the same Idempotency-Key came with another request before
    ├── TooLarge          413   the request is larger than the limit
    ├── NotFound          404   there is nothing at this address
    │   ├── NoSuchLink    404   no run is kept under this link
    │   ├── OutdatedRun   410   what is kept under this link was recorded by another version
    │   ├── NoSuchRun     404   a run that was made before is not remembered any more
    │   ├── NoSuchJob     404   no run of that id was asked for, or its result is not kept any more
    │   └── NoSuchRoom    404   no room has this code, or it was closed long ago
    ├── UnknownKey        401   no such API key was given out, or it was revoked
    ├── NotTheTeacher     403   only the teacher of the room may do that
    ├── NoSeat            403   only who has joined the room may do that
    ├── WrongPhase        409   the room is not at the point where that can be done
    ├── RunCancelled      409   the run that is waited for was cancelled
    ├── WrongHost         400   the request was meant for a server of another name
    ├── CrossSite         403   another site's page sent the request
    ├── RunsLocked        423   the teacher of the class has locked runs, and this one is not known yet
    ├── Busy              503   no free place to run; carries when to come back
    │   ├── TooMany       429   this client has its share of the places already
    │   ├── TooOften      429   this client did the same too often in a short time
    │   ├── RoomFull      503   a room, or this server, takes no more
    │   └── Warming       503   the sandbox has not started yet
    ├── SandboxBroken     500   the sandbox failed, not the snippet
    │   ├── RunLost       503   the servers that ran it were lost over it, one after the other
    │   ├── NotContained  503   this machine has no walls, and nobody said that it may run without
    │   └── ClusterAway   503   the machines that run programs cannot be reached, or were lost over a run
    ├── StoreUnavailable  503   links cannot be kept or opened right now
    │   ├── RoomUnavailable  503   rooms neither: no vote is taken that could be lost
    │   └── KeysUnavailable  503   API keys neither: nobody is let in unseen
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


class KeyReused(BadRequest):
    """The same Idempotency-Key came with another request before."""

    code = "idempotency-key-reused"
    title = "This Idempotency-Key belongs to another request"
    hint = "Send a new key with each new request; send the same key only to ask for the same once more."


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


class NoSuchJob(NotFound):
    """No run of that id was asked for, or its result is not kept any more."""

    code = "no-such-job"
    title = "There is no run of that id"
    hint = "Results are kept until the time that `expires` tells. Send the program again for a new run."


class NoSuchRoom(NotFound):
    """No room has this code, or it was closed long ago."""

    code = "no-such-room"
    title = "No room has this code"
    hint = "Compare the four letters with those on the wall. A room that nobody uses for a day is removed."


class UnknownKey(LabError):
    """No such API key was given out, or it was revoked."""

    status = 401
    code = "unknown-key"
    title = "This server does not know that key"
    hint = "Send a key that was given to you and not revoked, as Authorization: Bearer il_…, or none at all."


class NotTheTeacher(LabError):
    """Only the teacher of the room may do that."""

    status = 403
    code = "not-the-teacher"
    title = "Only the teacher of this room may do that"
    hint = "Use the browser that opened the room: its key lies there, and nowhere else."


class NoSeat(LabError):
    """Only who has joined the room may do that."""

    status = 403
    code = "no-seat"
    title = "You have not joined this room"
    hint = "Open the address on the wall, or type the four letters, and try again."


class WrongPhase(LabError):
    """The room is not at the point where that can be done."""

    status = 409
    code = "wrong-phase"
    title = "That cannot be done now"
    hint = "Look at the page of the room again: it has moved on."


class RunCancelled(LabError):
    """The run that is waited for was cancelled."""

    status = 409
    code = "run-cancelled"
    title = "This run was cancelled"
    hint = "Send the program again, with another Idempotency-Key if it had one."


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


class RunsLocked(LabError):
    """The teacher of the class has locked runs, and what was asked for has not been run before."""

    status = 423
    code = "runs-locked"
    title = "The teacher has locked runs"
    hint = "Wait until the teacher unlocks them; what you typed is still here."


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


class TooOften(Busy):
    """This client did the same too often in a short time."""

    status = 429
    code = "too-often"
    title = "That was too often"
    hint = "Wait the number of seconds given in Retry-After and try again; nothing is lost."


class RoomFull(Busy):
    """A room, or this server, takes no more."""

    code = "room-full"
    title = "There is no room left"
    hint = "Ask whoever runs this server: INPLACE_LAB_ROOMS and INPLACE_LAB_ROOM_SEATS say how many it takes."


class Warming(Busy):
    """The sandbox has not started yet."""

    code = "warming-up"
    title = "The sandbox is still warming up"


class SandboxBroken(LabError):
    """The sandbox failed, not the snippet."""

    code = "sandbox-broken"
    title = "The sandbox failed, not your program"
    hint = "Send the request again: the sandbox has been restarted."


class RunLost(SandboxBroken):
    """The servers that ran it were lost over it, one after the other, so nobody tries it again."""

    status = 503
    code = "run-lost"
    title = "This run was lost"
    hint = "Each server that ran it was stopped before it came to an end. Send it again, with another Idempotency-Key."


class NotContained(SandboxBroken):
    """This machine has no walls, and nobody said that programs may run without."""

    status = 503
    code = "not-contained"
    title = "Nothing on this machine would contain a program"
    hint = (
        "Serve from Linux 5.13 or newer, from WSL 2 or from a container. On your own machine, for programs that you "
        "would run yourself: inplace-lab serve --trust-local-code."
    )


class ClusterAway(SandboxBroken):
    """The machines of the cluster cannot be reached, or were lost over a run."""

    status = 503
    code = "cluster-away"
    title = "The machines that run programs cannot be reached"
    hint = "Try again in a minute; the server looks for them all the time."


class StoreUnavailable(LabError):
    """The database of links is away, full or locked. Only links need it."""

    status = 503
    code = "store-unavailable"
    title = "Links cannot be kept or opened right now"
    hint = "Try again in a minute; everything else works. A link that has the program in it needs no room here."


class RoomUnavailable(StoreUnavailable):
    """What happens in rooms cannot be kept right now, so nothing is taken that could be lost."""

    code = "room-unavailable"
    title = "The room cannot take anything down right now"
    hint = "Try again in a moment. Nothing that was taken down is lost."


class KeysUnavailable(StoreUnavailable):
    """API keys cannot be looked up right now, so nobody is let in with one."""

    code = "keys-unavailable"
    title = "Keys cannot be looked up right now"
    hint = "Try again in a minute. Requests without a key are answered meanwhile."


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
