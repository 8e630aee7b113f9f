"""A network in words that stand in an address, and what is wrong with them."""
