"""Inplace Lab: see what `inplace=True` really does."""

__version__ = "0.1.0"
