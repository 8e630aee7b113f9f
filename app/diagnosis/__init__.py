"""Diagnosis: what a Trace means. Pure functions, Trace in, Diagnosis out."""
