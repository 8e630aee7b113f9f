# Prints what clears a terminal, renames its window and answers its questions.
# held by: checks
# ends: returned
print("\x1b[2J\x1b]0;owned\x07\x1b[6n\x1b]52;c;aGVsbG8=\x07\x9b31m\x1bP+q544e\x1b\\")
raise ValueError("\x1b[2J\x1b]0;owned\x07")
