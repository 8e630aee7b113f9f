# Prints and raises what a table program would compute.
# held by: checks
# ends: returned
print("=cmd|' /C calc'!A0\n@SUM(1+1)\n+1\n-1")
raise ValueError("=HYPERLINK(1)")
