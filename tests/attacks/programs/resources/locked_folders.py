# Makes folders that nobody may enter, not even to clear up.
# held by: watchdog
os.makedirs("a/b/c")
open("a/b/c/file", "w").close()
os.mkdir("shut", 0)
os.umask(0o777)
os.makedirs("b")
