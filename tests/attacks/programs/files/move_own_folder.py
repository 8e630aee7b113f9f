# Moves its own folder away from where the server looks for it.
# held by: landlock
# bites without: landlock
here = os.getcwd()
os.rename(here, here + "-moved")
os.rename(here + "-moved", here)
breach("moved its folder")
