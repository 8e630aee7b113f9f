# Lists the folder that its own folder lies in.
# held by: landlock
# bites without: landlock
breach(os.listdir(".."))
