# Leaves with a code that has a hundred thousand digits.
# held by: fork
raise SystemExit(10**100_000)
