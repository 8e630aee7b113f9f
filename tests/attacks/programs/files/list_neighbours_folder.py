# Lists the folder of another reader's run.
# held by: landlock
# bites without: landlock
breach(os.listdir(NEIGHBOURS_FOLDER))
