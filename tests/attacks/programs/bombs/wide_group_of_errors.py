# Raises twenty thousand errors at once.
# held by: checks
raise ExceptionGroup("x", [ValueError(number) for number in range(20_000)])
