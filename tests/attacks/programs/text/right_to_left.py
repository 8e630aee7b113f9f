# Prints text that reads other than it is.
# held by: checks
# ends: returned
print("\u202egpj.exe\u202c \u2066\u2067 \ufeff\u200b\u2028\u2029 \U000e0041")
raise ValueError("\u202eevas")
