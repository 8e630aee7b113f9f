# Reads what is typed for somebody else.
# held by: fork
import sys

if text := sys.stdin.read():
    breach(text)
