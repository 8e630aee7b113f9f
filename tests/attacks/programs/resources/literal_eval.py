# Has Python's parser use up its memory.
# held by: fork, limits
import ast

ast.literal_eval("+".join(["1"] * 100_000))
