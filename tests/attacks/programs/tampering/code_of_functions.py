# Replaces the code of functions, which no name protects.
# held by: fork
import inplace_lab.sandbox.frame as frame
import inplace_lab.tracer.run as run

run.run_snippet.__code__ = (lambda *_, **__: None).__code__
frame.pack.__code__ = (lambda data: b"\xff" * 100).__code__
