# Raises all limits that stand on it.
# held by: limits, seccomp
import resource

raised = 0
for name in ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_CORE", "RLIMIT_DATA"):
    try:
        before = resource.getrlimit(getattr(resource, name))
        resource.setrlimit(getattr(resource, name), (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (ValueError, OSError):
        continue
    if before[1] != resource.RLIM_INFINITY:
        breach(name)
