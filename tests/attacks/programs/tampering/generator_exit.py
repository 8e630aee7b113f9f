# Ends as a generator ends.
# held by: fork
raise GeneratorExit
