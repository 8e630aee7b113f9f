"""Trains without workers."""

from training import train

if __name__ == "__main__":
    train(workers=0)
