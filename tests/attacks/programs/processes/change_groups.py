# Gives up or takes on groups.
# held by: seccomp
# bites without: seccomp
os.setresgid(*os.getresgid())
breach("may")
