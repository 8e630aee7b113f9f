# Asks the system who its users are.
# held by: landlock
# bites without: landlock
import pwd

if users := pwd.getpwall():
    breach(users[:1])
