# Hands in a trace in which everything is everything else.
# held by: checks
# ends: returned
import struct

from inplace_lab.trace import Snippet
from inplace_lab.tracer.run import run_snippet

source = "import torch\nx = torch.ones(3, requires_grad=True)\ny = (x * 2).sigmoid()\ny.add_(1)\ny.sum().backward()"
trace = run_snippet(Snippet(source=source, device="cpu"), max_steps=10, max_tensors=10)
text = trace.model_dump_json().encode()
for name in (b"t", b"s", b"n"):
    for number in b"123456789":
        text = text.replace(b'"%b%c"' % (name, number), b'"%b0"' % name)
os.write(3, struct.pack("<Q", len(text)) + text)
os._exit(0)
