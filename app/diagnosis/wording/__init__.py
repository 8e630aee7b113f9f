"""Wording: torch's own messages, known by their words, and what they say to a reader who has nothing else."""
