# Has itself told of every file that anybody opens.
# held by: seccomp
reached("fanotify_init", 0xFFFF0000, 0)
