# Has torch put a tensor into shared memory.
# held by: landlock, seccomp
import torch

torch.ones(3).share_memory_()
breach("shared")
