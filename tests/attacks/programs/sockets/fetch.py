# Fetches a page by HTTP, as most Python programs do.
# held by: landlock, seccomp
# bites without: landlock, seccomp
import socket
import urllib.request

socket.setdefaulttimeout(0.2)
try:
    urllib.request.urlopen(f"http://127.0.0.1:{TCP}/")
except TimeoutError:
    breach("connected")
