# Ends as if somebody had pressed a key.
# held by: fork
raise KeyboardInterrupt
