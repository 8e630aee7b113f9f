"""Run every bench but the soak: `make bench`."""

from . import classroom, cold_start, lab, memory, service, tracing, watching

if __name__ == "__main__":
    cold_start.main()
    tracing.main()
    watching.main()
    service.main()
    lab.main()
    classroom.main()
    memory.main()
