# Moves memory of another process.
# held by: seccomp
reached("move_pages", SERVER, 0, 0, 0, 0, 0)
