# Gives tensors names that are scripts.
# held by: checks
# ends: returned
import torch

globals()["<script>alert(1)</script>"] = torch.ones(1)
globals()["' onmouseover='alert(1)"] = torch.ones(1)
boxes = {"</script><script>alert(1)//": torch.ones(1), "]]>": torch.ones(1)}
