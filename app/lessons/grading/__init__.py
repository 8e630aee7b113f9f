"""Grading: whether an answer to an exercise does what was asked, found out by running it beside the exemplar."""
