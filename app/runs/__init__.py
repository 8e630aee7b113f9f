"""Runs: a Snippet goes in, a Report comes out."""
