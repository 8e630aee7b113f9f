# Has itself told whenever somebody touches a folder outside.
# held by: seccomp
# bites without: seccomp
watch = call("inotify_init1", 0)
call("inotify_add_watch", watch, CANARY.encode(), 0xFFF)
breach("watches")
