# Ends itself as if the server had stopped it.
# held by: checks
# ends: signal
os.kill(os.getpid(), 9)
