# Puts a module beside torch, for others to import.
# held by: landlock
import torch

path = os.path.dirname(os.path.dirname(torch.__file__)) + "/breach_into.py"
open(path, "x").close()
os.remove(path)
breach("made a module")
