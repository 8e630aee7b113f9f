# Looks whether somebody has left something in its folder.
# held by: fork
if os.listdir("."):
    breach(os.listdir("."))
