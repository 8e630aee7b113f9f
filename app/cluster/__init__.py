"""Cluster: runs on the machines of a Ray cluster, on each of them behind the walls of a pool of its own.

    RaySandbox ──► Link ══ socket ══► dispatcher ──► Ray ──► Runner ──► Pool
    (the server)                      (a process)            (one a machine)

Ray is loaded by the dispatcher alone, never by the server: it ends the process that speaks to it when the head of the
cluster has gone away. Ray carries text, numbers and bytes, and holds nobody back: that is left to the walls.
"""
