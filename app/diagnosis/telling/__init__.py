"""Telling: how diagnoses are put into places and sentences, the same way by every rule of a kind."""
