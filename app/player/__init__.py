"""Player: what each step of a trace looks like. Pure: Trace in, pictures out."""
