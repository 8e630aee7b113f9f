# Raises an error whose cause is its own effect.
# held by: checks
# ends: returned
first, second = ValueError(1), ValueError(2)
first.__cause__, second.__cause__ = second, first
first.__context__, second.__context__ = first, second
raise first
