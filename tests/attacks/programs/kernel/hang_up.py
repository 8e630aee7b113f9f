# Hangs up every terminal.
# held by: seccomp
reached("vhangup")
