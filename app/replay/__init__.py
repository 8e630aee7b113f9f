"""Replay: a Trace followed step by step, up to what is the case now. Pure; pictures and diagnoses both stand on it."""
