# Hands in a trace whose parts point to parts that are not there.
# held by: checks
# ends: returned
import struct

from inplace_lab.trace import Snippet
from inplace_lab.tracer.run import run_snippet

source = "import torch\nx = torch.ones(3, requires_grad=True)\ny = (x * 2).sigmoid()\ny.add_(1)\ny.sum().backward()"
trace = run_snippet(Snippet(source=source, device="cpu"), max_steps=10, max_tensors=10)
text = trace.model_dump_json().encode()
for name in (b"t", b"s", b"n"):
    text = text.replace(b'"' + name + b'1"', b'"' + name + b'999999"')
os.write(3, struct.pack("<Q", len(text)) + text)
os._exit(0)
