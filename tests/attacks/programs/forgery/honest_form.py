# Hands in a trace of the right form that says nothing true: it cannot change how long the run took.
# held by: checks
# ends: returned
import struct
import time

from inplace_lab.trace import Snippet
from inplace_lab.tracer.run import run_snippet

source = "import torch\nx = torch.ones(3)\nx.add_(1)"
trace = run_snippet(Snippet(source=source, device="cpu"), max_steps=10, max_tensors=10)
lie = trace.model_copy(update={"seconds": -1e9, "torch": "<script>alert(1)</script>", "threads": 10**9})
text = lie.model_dump_json().encode()
time.sleep(0.2)
os.write(3, struct.pack("<Q", len(text)) + text)
os._exit(0)
