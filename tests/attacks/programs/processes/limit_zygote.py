# Sets a limit of the zygote's: one second of processor time would end it.
# held by: seccomp
# bites without: seccomp
import resource

now = resource.prlimit(ZYGOTE, resource.RLIMIT_NOFILE)
resource.prlimit(ZYGOTE, resource.RLIMIT_NOFILE, now)
breach("set")
