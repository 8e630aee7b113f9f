"""Run every bench: `make bench`."""

from . import cold_start, tracing

if __name__ == "__main__":
    cold_start.main()
    tracing.main()
