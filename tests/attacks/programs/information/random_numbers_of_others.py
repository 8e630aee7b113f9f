# Looks whether its folder has a name that it could have foreseen.
# held by: fork
import tempfile

name = os.path.basename(os.getcwd())
names = tempfile._RandomNameSequence()
if any(next(names) in name for _ in range(10_000)):
    breach(name)
