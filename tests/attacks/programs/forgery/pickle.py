# Hands in a pickle that writes a file wherever it is read.
# held by: checks
# ends: returned
import pickle
import struct


class Trap:
    def __reduce__(self):
        return (os.mkdir, (CANARY + "/breach",))


text = pickle.dumps(Trap())
os.write(3, struct.pack("<Q", len(text)) + text)
os._exit(0)
