"""A network as a learner builds it: its blocks, their shapes, and what it is compared with."""
