# Crashes.
# held by: fork
# ends: signal
ctypes.string_at(0)
