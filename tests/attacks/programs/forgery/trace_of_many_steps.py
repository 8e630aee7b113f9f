# Hands in a trace of the right form with as many steps as fit.
# held by: checks
# ends: returned
import struct

from inplace_lab.trace import Snippet
from inplace_lab.tracer.run import run_snippet

trace = run_snippet(Snippet(source="import torch\nx = torch.ones(3)", device="cpu"), max_steps=10, max_tensors=10)
size = len(trace.steps[0].model_dump_json()) + 1
text = trace.model_copy(update={"steps": trace.steps * (4_100_000 // size)}).model_dump_json().encode()
rest = memoryview(struct.pack("<Q", len(text)) + text)
while rest:
    rest = rest[os.write(3, rest) :]
os._exit(0)
