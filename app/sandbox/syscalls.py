"""The system calls that a snippet may make, with their numbers on each processor that we know.

All that torch, NumPy and asyncio need on the CPU, and nothing else: no exec and no fork, no sockets, nothing of other
processes, no mounts, no kernel interfaces such as io_uring or bpf, nothing that changes owners or modes of files. Those
under `_RULED` are allowed for some arguments only: see seccomp.py. A dash: the call does not exist there.
"""

import platform
from dataclasses import dataclass


@dataclass(frozen=True)
class Architecture:
    """How one processor names system calls. `audit` is the kernel's number for the processor itself."""

    audit: int
    plain: tuple[int, ...]
    ruled: dict[str, int]
    seccomp: int
    capset: int
    """Calls of our own, which a snippet may not make."""
    foreign_from: int | None = None
    """Numbers from here on belong to another convention on the same processor: x32."""


_PLAIN = """
read 0 63
write 1 64
close 3 57
fstat 5 80
stat 4 -
lstat 6 -
poll 7 -
lseek 8 62
mprotect 10 226
munmap 11 215
brk 12 214
rt_sigaction 13 134
rt_sigprocmask 14 135
rt_sigreturn 15 139
pread64 17 67
pwrite64 18 68
readv 19 65
writev 20 66
access 21 -
pipe 22 -
select 23 -
sched_yield 24 124
mremap 25 216
msync 26 227
mincore 27 232
madvise 28 233
dup 32 23
dup2 33 -
pause 34 -
nanosleep 35 101
getitimer 36 102
alarm 37 -
setitimer 38 103
getpid 39 172
shutdown 48 210
getsockname 51 204
getpeername 52 205
getsockopt 55 209
exit 60 93
uname 63 160
flock 73 32
fsync 74 82
fdatasync 75 83
ftruncate 77 46
getcwd 79 17
chdir 80 49
rename 82 -
mkdir 83 -
rmdir 84 -
unlink 87 -
readlink 89 -
umask 95 166
gettimeofday 96 169
getrlimit 97 163
getrusage 98 165
sysinfo 99 179
times 100 153
getuid 102 174
getgid 104 176
geteuid 107 175
getegid 108 177
getppid 110 173
getpgrp 111 -
getgroups 115 158
getresuid 118 148
getresgid 120 150
getpgid 121 155
getsid 124 156
rt_sigpending 127 136
rt_sigtimedwait 128 137
rt_sigsuspend 130 133
sigaltstack 131 132
statfs 137 43
fstatfs 138 44
getpriority 140 141
sched_getparam 143 121
sched_getscheduler 145 120
sched_get_priority_max 146 125
sched_get_priority_min 147 126
gettid 186 178
time 201 -
futex 202 98
sched_getaffinity 204 123
getdents64 217 61
set_tid_address 218 96
restart_syscall 219 128
fadvise64 221 223
clock_gettime 228 113
clock_getres 229 114
clock_nanosleep 230 115
exit_group 231 94
epoll_wait 232 -
epoll_ctl 233 21
wait4 61 260
waitid 247 95
mkdirat 258 34
newfstatat 262 79
unlinkat 263 35
renameat 264 38
renameat2 316 276
readlinkat 267 78
faccessat 269 48
faccessat2 439 439
pselect6 270 72
ppoll 271 73
set_robust_list 273 99
get_robust_list 274 100
epoll_pwait 281 22
epoll_pwait2 441 441
eventfd2 290 19
epoll_create1 291 20
dup3 292 24
pipe2 293 59
preadv 295 69
pwritev 296 70
getcpu 309 168
getrandom 318 278
membarrier 324 283
statx 332 291
rseq 334 293
close_range 436 436
futex_waitv 449 449
get_mempolicy 239 236
"""

_RULED = """
mmap 9 222
clone 56 220
clone3 435 435
open 2 -
openat 257 56
kill 62 129
tgkill 234 131
ioctl 16 29
prctl 157 167
prlimit64 302 261
socketpair 53 199
sendto 44 206
recvfrom 45 207
fcntl 72 25
"""


def _column(table: str, column: int) -> dict[str, int]:
    rows = (line.split() for line in table.split("\n") if line)
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


def _architecture(
    audit: int, column: int, *, seccomp: int, capset: int, foreign_from: int | None = None
) -> Architecture:
    plain = tuple(_column(_PLAIN, column).values())
    return Architecture(audit, plain, _column(_RULED, column), seccomp, capset, foreign_from)


ARCHITECTURES = {
    "x86_64": _architecture(0xC000003E, 1, seccomp=317, capset=126, foreign_from=0x40000000),
    "aarch64": _architecture(0xC00000B7, 2, seccomp=277, capset=91),
}


def here() -> Architecture | None:
    """This machine's, or None where its numbers are not known."""
    return ARCHITECTURES.get(platform.machine())
