"""Watching: a recorder that is light enough to be left on, and what it can tell when an exception comes."""
