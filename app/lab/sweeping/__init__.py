"""One network in many sizes."""
