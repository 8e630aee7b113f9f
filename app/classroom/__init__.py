"""The classroom: a room that one teacher leads and many students follow. It knows no HTTP."""
