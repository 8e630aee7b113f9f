# Makes memory that not even the kernel sees, nor the watchdog.
# held by: seccomp
reached("memfd_secret", 0)
