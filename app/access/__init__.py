"""Access: who sends requests by an API key, and how many new runs everybody may have, on all servers together."""
