import sys

import torch

x = torch.ones(2)
sys.exit(3)
