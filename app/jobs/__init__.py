"""Jobs: runs that go on while nobody waits for them. They lie in the database, so every server on it answers for them,
and what one server began another one ends.
"""
