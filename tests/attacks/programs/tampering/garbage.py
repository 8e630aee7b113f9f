# Leaves objects in a circle that do harm when they are collected.
# held by: fork
import gc
import sys


class Trap:
    def __init__(self):
        self.me = self

    def __del__(self):
        sys.setrecursionlimit(50)
        os.close(3)


gc.disable()
for _ in range(3):
    Trap()
