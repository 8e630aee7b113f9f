# Makes a program in its own folder that runs with the rights of the server's user.
# held by: seccomp
file = os.open("program", os.O_CREAT | os.O_WRONLY, 0o4755)
os.fchmod(file, 0o4755)
breach("made a setuid program")
