"""Runs strangers' code in a process of its own: protocol, pool, zygote, child, limits."""
