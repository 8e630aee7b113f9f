"""The store: snippets with what came of them, under links that last. Nothing here knows HTTP or HTML."""
