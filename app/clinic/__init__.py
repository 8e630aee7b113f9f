"""The clinic: a program goes in; what is wrong with it comes out, with fixes that were run and judged."""
