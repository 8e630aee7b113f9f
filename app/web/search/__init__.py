"""Search: one field over lessons, errors, the cheat sheet and examples, in the reader's language."""
