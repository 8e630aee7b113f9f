"""A small index of texts in two languages: which of them are about what somebody typed. Pure: no web, no torch."""
