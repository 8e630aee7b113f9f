# Reads what lies beside the server's own code.
# held by: landlock
# bites without: landlock
breach(open(REPOSITORY + "/pyproject.toml").read()[:20])
