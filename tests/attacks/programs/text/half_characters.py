# Prints and raises halves of characters.
# held by: checks
# ends: returned
print("\ud800 \udfff")
raise type("E\ud800", (Exception,), {})("\udcff")
