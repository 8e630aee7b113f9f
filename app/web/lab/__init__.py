"""The Lab's pages: the builder, what both sides did, the sweep, what an allocator says."""
