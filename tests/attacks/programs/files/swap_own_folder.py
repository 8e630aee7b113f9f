# Removes its own folder, to put something else into its place.
# held by: landlock
# bites without: landlock
os.rmdir(os.getcwd())
breach("removed its folder")
