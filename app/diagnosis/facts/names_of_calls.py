"""Names of calls that may return what they were given, or a view of it, or a copy: it depends."""

CONVERTS = frozenset(
    (
        *("to", "float", "double", "half", "bfloat16", "int", "long", "type", "type_as", "cpu", "cuda", "numpy"),
        *("contiguous", "reshape", "reshape_as", "flatten", "ravel", "expand_as", "asarray", "as_tensor", "from_numpy"),
        *("atleast_1d", "atleast_2d", "atleast_3d", "broadcast_to", "einsum", "real", "resolve_conj", "resolve_neg"),
    )
)
