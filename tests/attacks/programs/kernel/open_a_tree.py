# Takes hold of a tree of files by the new calls for mounts.
# held by: seccomp
# bites without: seccomp
call("open_tree", -100, b"/", 0)
breach("a tree")
