# Makes files with names that confuse those who clear up.
# held by: watchdog
for name in (b"-rf", b"--", b"* ", b"new\nline", b"\xff\xfe", b"; rm -rf ~", b"$(id)", b"\x1b[2J", b"..."):
    os.mkdir(name)
    open(os.path.join(name, name), "w").close()
