# Has its text written in another encoding.
# held by: checks
import sys

sys.stdout.reconfigure(encoding="utf-16", errors="surrogatepass")
print("\ud800 hello")
