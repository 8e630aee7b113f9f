"""Migrations: the steps that bring a database of any earlier version to the shape of `schema.py`, or make a new one."""

HEAD = "0004"
"""The last of them. A database that is there already is not looked at any further."""
