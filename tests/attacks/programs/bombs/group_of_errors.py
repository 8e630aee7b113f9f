# Raises errors in groups in groups.
# held by: checks
group = ValueError("x")
for _ in range(2000):
    group = ExceptionGroup("x", [group, ValueError("y")])
raise group
