"""Calls to the kernel that Python has no function for. Each raises OSError where the kernel says no."""

import ctypes
import os

_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.syscall.restype = ctypes.c_long


def prctl(option: int, *arguments: int) -> int:
    """prctl(2). Missing arguments are zero, as the kernel demands."""
    words = (*arguments, 0, 0, 0, 0)[:4]
    return _checked(_LIBC.prctl(option, *map(ctypes.c_ulong, words)))


def syscall(number: int, *arguments: int | ctypes.Structure | None) -> int:
    """syscall(2), with structures handed over by address."""
    return _checked(_LIBC.syscall(ctypes.c_long(number), *map(_word, arguments)))


def _word(argument: object) -> object:
    if isinstance(argument, ctypes.Structure):
        return ctypes.byref(argument)
    return ctypes.c_ulong(argument) if isinstance(argument, int) else argument


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
