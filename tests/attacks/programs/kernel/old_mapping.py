# Rearranges its memory by a call that only exploits still use.
# held by: seccomp
# bites without: seccomp
reached("remap_file_pages", 1, 0, 0, 0, 0)
