# Prepares a file system by the new calls for mounts.
# held by: seccomp
reached("fsopen", 1, 0)
