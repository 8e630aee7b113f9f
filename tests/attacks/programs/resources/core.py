# Has the kernel write down all of its memory when it crashes.
# held by: limits
# ends: signal
import resource

try:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    breach("may leave a core")
except (ValueError, OSError):
    pass
os.abort()
