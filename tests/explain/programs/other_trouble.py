"""Fails for a reason that has nothing to do with memory."""

import torch

torch.ones(3) @ torch.ones(4)
