# Hands in a trace of the right form whose sizes and counts are negative or far too large.
# held by: checks
# ends: returned
import re
import struct

from inplace_lab.trace import Snippet
from inplace_lab.tracer.run import run_snippet

source = "import torch\nx = torch.ones(3, requires_grad=True)\ny = x * 2\ny.sum().backward()"
trace = run_snippet(Snippet(source=source, device="cpu"), max_steps=10, max_tensors=10)
text = re.sub(rb"(?<=[:\[,])\d+(?=[,}\]])", b"-9223372036854775808", trace.model_dump_json().encode())
os.write(3, struct.pack("<Q", len(text)) + text)
os._exit(0)
