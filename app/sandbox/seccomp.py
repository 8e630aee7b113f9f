"""seccomp: the kernel answers EPERM to every system call that is not allowed here, for ever.

Landlock says which files; this says what can be asked of the kernel at all. Without it a snippet forks, outlives its
run, signals its neighbours, opens sockets, changes modes and times of files, and tries the kernel's newest corners.
The filter is a small program in the kernel's classic BPF, written out by hand once and given to each child.

Allowed for some arguments only, and why:

- mmap: nothing that is shared and belongs to no file; such memory escapes RLIMIT_DATA and outlives its process.
- clone: threads only, in no namespace of their own. clone3 hides its arguments from any filter; where it is "not there"
  libc falls back to clone.
- open: no truncation through a descriptor for reading, nor one of the access mode 3, which is neither: Landlock before
  version 3 asks for rights by the access mode alone, and would let both empty any file. And no file without a name,
  which the watch on the disk could not see.
- kill, tgkill: this process.
- ioctl: what asks a terminal, or sets a flag of a descriptor; terminals could be typed into, devices be told anything.
- prctl: names.
- prlimit64: one's own limits. Without capabilities a hard limit can only be lowered, and the child needs a call after
  its walls are up. See NOTE [Two limits of memory] in limits.py.
- socketpair: streams, for asyncio. A datagram socket could be sent on to other sockets of the machine; so sendto may
  name no address either. Urgent data is refused both ways: a corner of the kernel that nobody needs.
- fcntl: copies, flags, locks and sizes. An owner that is sent signals could be any process of the same user.
"""

import ctypes
import errno
import os
import struct

from .kernel import prctl, syscall
from .syscalls import Architecture

Instruction = tuple[int, int, int, int]
"""What to do, how many rows to skip if so and if not, and a number: a row of classic BPF."""
Program = list[Instruction]

_PR_SET_SECCOMP, _FILTER = 22, 2
_SET_FILTER, _ALL_THREADS = 1, 1
_ROW_BYTES = 8
_LOAD, _AND, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_NUMBER, _PROCESSOR, _ARGUMENTS = 0, 4, 16  # where the kernel lays down what is called
_ERROR = 0x00050000
_ALLOW: Instruction = (_RETURN, 0, 0, 0x7FFF0000)
_KILL: Instruction = (_RETURN, 0, 0, 0x80000000)
_ALL_BITS = 0xFFFFFFFF

_THREAD, _NEW_NAMESPACES = 0x00010000, 0x7E020080
_SHARED_ANONYMOUS = 0x21
_ACCESS_MODE, _TRUNCATE = 0o3, 0o1000
_QUERIES_AND_FLAGS = (0x5401, 0x5413, 0x5421, 0x541B, 0x5450, 0x5451)
_NAMES = (15, 16, 0x53564D41, 3)  # of threads and of memory areas; and whether the process can be dumped
# Copies, flags and locks of descriptors, sizes of pipes. Not F_SETOWN and F_SETSIG, which send signals to anybody.
_DESCRIPTOR_COMMANDS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1031, 1032)
_SET_FLAGS, _ASYNC = 4, 0o20000
_NAMELESS = 0x00400000  # the bit of O_TMPFILE: a file without a name is one that the watch on the disk cannot see
_URGENT = 1  # MSG_OOB: a corner of the kernel that nobody needs
_UNIX, _STREAM, _SOCKET_TYPE = 1, 1, 0xF


class _Block(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def supported() -> bool:
    """Whether the kernel takes filters: it then stumbles over the missing address, and not over the question."""
    try:
        prctl(_PR_SET_SECCOMP, _FILTER)
    except OSError as error:
        return error.errno == errno.EFAULT
    return False


def install(architecture: Architecture, *, gpu: bool = False) -> None:
    """Put the filter on every thread of this process. It must have `no_new_privs`. No way back."""
    code = b"".join(struct.pack("=HBBI", *row) for row in program(architecture, os.getpid(), gpu=gpu))
    block = _Block(len(code) // _ROW_BYTES, code)
    if thread := syscall(architecture.seccomp, _SET_FILTER, _ALL_THREADS, block):
        raise OSError(errno.ECANCELED, f"thread {thread} did not take the filter")


def program(architecture: Architecture, pid: int, *, gpu: bool = False) -> Program:
    """The filter for the process `pid`. A driver of GPUs is spoken to through ioctl, and shares memory with it."""
    rules = _rules(pid)
    free = ("ioctl", "mmap") if gpu else ()
    plain = [*architecture.plain, *(architecture.ruled[name] for name in free)]
    ruled = [(number, rules[name]) for name, number in architecture.ruled.items() if name not in free]
    return [
        *_gate(architecture),
        *(row for number, rule in ruled for row in ((_IF_EQUAL, 0, len(rule), number), *rule)),
        *((_IF_EQUAL, len(plain) - at, 0, number) for at, number in enumerate(plain)),
        _refuse(errno.EPERM),
        _ALLOW,
    ]


def _gate(architecture: Architecture) -> Program:
    """Another processor's numbers, or x32's, mean other calls than ours: whoever tries them is killed."""
    ours = [(_LOAD, 0, 0, _PROCESSOR), (_IF_EQUAL, 1, 0, architecture.audit), _KILL, (_LOAD, 0, 0, _NUMBER)]
    limit = architecture.foreign_from
    return ours if limit is None else [*ours, (_IF_AT_LEAST, 0, 1, limit), _KILL]


def _rules(pid: int) -> dict[str, Program]:
    """For every call that is ruled, what its arguments must be; each ends with an answer."""
    return {
        "mmap": [*_is_not(3, _SHARED_ANONYMOUS, mask=_SHARED_ANONYMOUS), _ALLOW],
        "clone": [*_is(0, _THREAD, mask=_THREAD | _NEW_NAMESPACES), _ALLOW],
        "clone3": [_refuse(errno.ENOSYS)],
        "open": _open(1),
        "openat": _open(2),
        "kill": [*_is(0, pid), _ALLOW],
        "tgkill": [*_is(0, pid), _ALLOW],
        "ioctl": [*_is_among(1, _QUERIES_AND_FLAGS), _ALLOW],
        "prctl": [*_is_among(0, _NAMES), _ALLOW],
        "prlimit64": [*_is(0, 0), _ALLOW],
        "socketpair": [*_is(0, _UNIX), *_is(1, _STREAM, mask=_SOCKET_TYPE), _ALLOW],
        "sendto": [*_is(4, 0), *_is(4, 0, upper=True), *_is(3, 0, mask=_URGENT), _ALLOW],
        "recvfrom": [*_is(3, 0, mask=_URGENT), _ALLOW],
        "fcntl": [*_is_among(1, _DESCRIPTOR_COMMANDS), *_fcntl_flags(), _ALLOW],
    }


def _open(flags: int) -> Program:
    emptying = _is_not(flags, _TRUNCATE, mask=_TRUNCATE | _ACCESS_MODE)
    nameless = _is_not(flags, _NAMELESS, mask=_NAMELESS)
    return [*emptying, *_is_not(flags, _ACCESS_MODE, mask=_ACCESS_MODE), *nameless, _ALLOW]


def _fcntl_flags() -> Program:
    """Where flags are set, O_ASYNC is not among them: a signal for its owner is how it would reach other processes."""
    checked = _is(2, 0, mask=_ASYNC)
    return [*_load(1), (_IF_EQUAL, 0, len(checked), _SET_FLAGS), *checked]


def _is(argument: int, value: int, *, mask: int = _ALL_BITS, upper: bool = False) -> Program:
    return [*_load(argument, mask, upper), (_IF_EQUAL, 1, 0, value), _refuse(errno.EPERM)]


def _is_not(argument: int, value: int, *, mask: int) -> Program:
    return [*_load(argument, mask), (_IF_EQUAL, 0, 1, value), _refuse(errno.EPERM)]


def _is_among(argument: int, values: tuple[int, ...]) -> Program:
    known = [(_IF_EQUAL, len(values) - at, 0, value) for at, value in enumerate(values)]
    return [*_load(argument), *known, _refuse(errno.EPERM)]


def _load(argument: int, mask: int = _ALL_BITS, upper: bool = False) -> Program:
    """Half of an argument. The lower is all that the kernel looks at where it takes an int."""
    load = (_LOAD, 0, 0, _ARGUMENTS + 8 * argument + 4 * upper)
    return [load] if mask == _ALL_BITS else [load, (_AND, 0, 0, mask)]


def _refuse(number: int) -> Instruction:
    return (_RETURN, 0, 0, _ERROR | number)
