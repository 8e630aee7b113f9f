# Looks for text of earlier runs in eight mebibytes of its heap, byte by byte.
# held by: fork
import re

kept = object()
start = id(kept) & ~0xFFFFF
found = re.findall(b"reader-51[e]8|reader-07[c]3", ctypes.string_at(start, 2**20))
if found:
    breach(found)
for each in (re, os, ctypes, errno):
    start = id(each.__dict__) & ~0xFFFFF
    if found := re.findall(b"reader-51[e]8|reader-07[c]3", ctypes.string_at(start, 2**20)):
        breach(found)
