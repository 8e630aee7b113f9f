"""Trains with as many workers as the first argument says."""

import sys

from training import train

print("arguments", sys.argv[1:])

if __name__ == "__main__":
    train(workers=int(sys.argv[1]))
