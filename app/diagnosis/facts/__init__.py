"""Facts: what the rules are asked about, worked out from a trace and its oracle once for all of them."""
