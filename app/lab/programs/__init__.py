"""A network written out as PyTorch, for each thing that is to be learnt of it."""
