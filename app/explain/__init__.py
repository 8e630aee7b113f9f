"""Explain: runs somebody's own script in their own environment, and says which lines it failed for."""
