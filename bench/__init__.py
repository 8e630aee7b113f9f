"""Benches: what is measured, side by side with what people would use instead. Ratios in one run; machines are noisy."""
