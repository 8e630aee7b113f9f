# Sets a limit of another process.
# held by: seccomp
# bites without: seccomp
import resource

resource.prlimit(SENTINEL, resource.RLIMIT_NOFILE, (7, 7))
breach("set")
