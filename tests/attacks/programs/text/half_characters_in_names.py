# Gives tensors names that are halves of characters.
# held by: checks
# ends: returned
import torch

globals()["\ud800"] = torch.ones(1)
boxes = {"\udfff": torch.ones(1)}
