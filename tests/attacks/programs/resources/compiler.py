# Has Python's compiler use up its stack.
# held by: fork
# limits: wall_seconds=2.0
source = "x" + "[0]" * 100_000
compile(source, "x", "exec")
compile("-" * 1_000_000 + "1", "x", "exec")
