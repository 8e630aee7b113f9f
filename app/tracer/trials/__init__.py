"""Trials: what a run does beside running where it is to be compared with another one."""
