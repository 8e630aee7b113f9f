# Becomes another user, or itself again.
# held by: seccomp
# bites without: seccomp
os.setresuid(*os.getresuid())
breach("may")
