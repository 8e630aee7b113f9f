"""Words: how torch says that it refuses a call, so that rules and readers of mere messages know it by the same words.

torch 2.13 names a node `Split`, earlier versions `SplitBackward0`. A message may stand inside a longer one, as those of
torch.compile quote what they met, with an apostrophe escaped. No pattern looks further than a few hundred characters.
"""

import re

_VIEW = (
    r"(?:Output (?P<output>\d{1,9}) of (?P<node>[^\s.]{1,200}?)(?:Backward\d*)? is a view"
    r"|view (?:which )?was created in no_grad mode) and "
)
"""A view without a grad_fn is said to be of no_grad mode, whoever made it."""
_BEING = r"is being modified inplace"
_BASE = r"its base or another view of its base has been modified inplace"
_ANY = rf"(?:{_BEING}|{_BASE})"
_MULTI = r"(?: with grad mode enabled)?\. This view is the output of a function that returns multiple views"
_FUNCTION = r"(?: with grad mode enabled)?\. This view was created inside a custom Function"
_DONT = r"don\\?'t"

LEAF = re.compile(r"(?<!view of )\ba leaf Variable that requires grad is being used in an in-place operation")
VIEW_OF_LEAF = re.compile(r"\ba view of a leaf Variable that requires grad is being used in an in-place operation")
MULTI_VIEW = re.compile(_VIEW + _BEING + _MULTI)
MULTI_VIEW_BASE = re.compile(_VIEW + _BASE + _MULTI)
NO_GRAD_VIEW = re.compile(r"view (?:which )?was created in no_grad mode and " + _ANY)
INFERENCE_VIEW = re.compile(r"view (?:which )?was created in inference mode and " + _ANY)
INFERENCE_WRITE = re.compile(r"Inplace update to inference tensor outside InferenceMode is not allowed")
INFERENCE_SAVE = re.compile(r"Inference tensors cannot be saved for backward")
INFERENCE_FLAG = re.compile(r"Setting requires_grad=True on inference tensor outside InferenceMode is not allowed")
FUNCTION_VIEW = re.compile(_VIEW + _ANY + _FUNCTION)
HOOK_VIEW = re.compile(r"Output \d{1,9} of BackwardHookFunction(?:Backward)? is a view")
BASE_WRITTEN = re.compile(_BASE)
NOT_RETURNED = re.compile(r"Some elements marked as dirty during the forward method were not returned as output")
DIRTY_LEAF = re.compile(r"\ba leaf Variable that requires grad has been used in an in-place operation")
SELF_OVERLAP = re.compile(r"more than one element of the written-to tensor refers to a single memory location")
OVERLAP = re.compile(r"some elements of the input tensor and the written-to tensor refer to a single memory location")
DETACHED_VIEW = re.compile(r"Can\\?'t detach views in-place")
OUT = re.compile(r"functions with out=\.\.\. arguments " + _DONT + r" support automatic differentiation")
CAST = re.compile(r"result type (?P<have>[\w ]{1,40}) can\\?'t be cast to the desired out(?:put|=) type (?P<want>\w+)")
GROWN = re.compile(
    r"output with shape (?:torch\.Size\()?[\[(](?P<have>[^\])]{0,300})[\])]\)? "
    r"doesn\\?'t match the broadcast shape (?:torch\.Size\()?[\[(](?P<want>[^\])]{0,300})[\])]"
)
RESIZED = re.compile(r"cannot resize variables that require grad")
FIXED_MEMORY = re.compile(r"Trying to resize storage that is not resizable")
FIXED_SHAPE = re.compile(r"is not allowed on a Tensor created from \.data or \.detach\(\)")
VMAP = re.compile(r"vmap: [^\n]{0,200}is not possible because there exists a Tensor `other` in extra_args")
CAPTURED = re.compile(
    r"During a grad \(vjp, jvp, grad, etc\) transform, the function provided attempted to call in-place operation"
    r"(?: \((?P<operator>[\w:.]{1,100})\))?"
)
BATCH_NORM = re.compile(r"Batch norm got a batched tensor as input while the running_mean or running_var")
NO_BATCHING = re.compile(
    r"Batching rule not implemented for [^\n]{1,200}; the fallback path doesn\\?'t work on out= or view"
)
HIGHER_ORDER = re.compile(
    r"input mutation during higher order op|Higher order ops do not support input mutation"
    r"|might be modifying the input|in-?place mutation[^\n]{0,80}higher order"
)
NON_LEAF_PARAMETER = re.compile(r"can\\?'t optimize a non-leaf Tensor")
FLAG_OF_NON_LEAF = re.compile(r"you can only change requires_grad flags of leaf variables")
MOVED_LEAF = re.compile(r"leaf variable has been moved into the graph interior")
FREED = re.compile(r"Trying to backward through the graph a second time")

WRAPPED = re.compile(
    r"\b(?:torch\._dynamo|torch\._inductor|torch\._functorch|torch\._export)\.[\w.]{1,100}|"
    r"\b(?:BackendCompilerFailed|TorchRuntimeError|UncapturedHigherOrderOpError|InternalTorchDynamoError)\b"
)

OVERFLOW = re.compile(r"cannot be converted to type [\w:]{1,40} without overflow")

QUOTED_LINE = re.compile(
    r'^ {0,40}File "(?P<file>[^"\n]{1,500})", line (?P<line>\d{1,9})(?:, in (?P<function>[^\n]{1,200}))?', re.M
)
"""A line of a traceback that names a place."""

MODIFIED = re.compile(
    r"modified by an inplace operation: \[(?P<type>[^\s\[\]]{1,100})"
    r"(?: \[(?P<shape>(?:\d{1,18}(?:, ?\d{1,18}){0,63})?)\])?\]"
    r"(?:, which is output (?P<output>\d{1,9}) of (?P<node>[\w:]{1,200}?)(?:Backward\d{0,4})?,)?"
    r" is at version (?P<found>\d{1,18}); expected version (?P<needed>\d{1,18})"
)
ANOMALY = re.compile(r"Error detected in (?P<node>[\w:]{1,200})\. ?Traceback of forward call that caused the error:")
INDEX_PUT = re.compile(r"Index put requires the source and destination dtypes match")
VALUE_SHAPE = re.compile(
    r"shape mismatch: value tensor of shape [^\n]{1,300} cannot be broadcast to indexing result of shape"
)
BAD_CALL = re.compile(r"Bad in-place call")
NO_MEMORY = re.compile(r"ZeroTensors are immutable")
SPARSE_ASSIGNED = re.compile(r"Cannot assign to a sparse tensor")

DTYPES = (
    CAST,
    INDEX_PUT,
    re.compile(r"Expected self\.dtype to be equal to src\.dtype"),
    re.compile(
        r"self (?:\(\w+\) )?and (?:source|mat2|batch1) (?:\(\w+\) )?(?:expected to|must) "
        r"have the same (?:scalar |d)type"
    ),
    re.compile(r"expected self and source to have same dtypes"),
    re.compile(r"Input dtypes must be the same"),
    re.compile(r"expected dtype \w{1,20} for `\w{1,20}` but got dtype"),
    re.compile(r"Expected out tensor to have dtype"),
    re.compile(r"input types can\\?'t be cast to the desired output type"),
    OVERFLOW,
    re.compile(r"Integers to negative integer powers are not allowed"),
    re.compile(r"\"[\w.]{1,60}\" not implemented for '\w{1,30}'"),
    re.compile(r"Boolean inputs not supported for \w+"),
    re.compile(r"Subtraction, the `-` operator, with (?:a bool tensor|two bool tensors) is not supported"),
    re.compile(r"result dtype \S{1,40} (?:can\\?'t|cannot) be cast"),
)
"""A write was refused because of what it would have to be converted to. Some of them are also said of reads."""

SHAPES = (
    GROWN,
    re.compile(r"The expanded size of the tensor \([^)\n]{1,40}\) must match the existing size"),
    re.compile(r"the number of sizes provided \(\d+\) must be greater or equal to the number of dimensions"),
    VALUE_SHAPE,
    re.compile(r"The size of tensor a \([^)\n]{1,40}\) must match the size of tensor b"),
    BAD_CALL,
    re.compile(r"source tensor shape must match self tensor shape"),
    re.compile(r"Number of indices \(\d+\) should be equal to source\.size\(dim\)"),
    re.compile(r"Number of elements of source < number of ones in mask"),
    re.compile(r"Expected index [^\n]{1,200} to be (?:no larger|smaller) than self"),
    re.compile(r"Index tensor must have the same number of dimensions as (?:self|src) tensor"),
    re.compile(r"The shape of the mask [^\n]{1,200} does not match the shape of the indexed tensor"),
    re.compile(r"mat1 and mat2 shapes cannot be multiplied"),
)
"""A write was refused because of its shape. Some of them are also said of reads."""

LAYOUTS = (
    NO_MEMORY,
    re.compile(r"add\(sparse, dense\) is not supported"),
    SPARSE_ASSIGNED,
    re.compile(r"unsupported tensor layout"),
    re.compile(
        r"Could not run 'aten::(?P<operator>\w{1,80})(?:\.\w{1,40})?' "
        r"with arguments from the '(?P<backend>\w{1,40})' backend"
    ),
    re.compile(r"Cannot copy out of meta tensor; no data"),
    re.compile(r"Please convert all Tensors to FakeTensors first"),
    re.compile(r"Expected both self and other to be nested"),
    re.compile(r"Sparse \w{1,6} tensors do not have \w+"),
    re.compile(r"not supported on quantized tensors"),
    re.compile(r"Attempted to use an uninitialized parameter in <method '\w{1,60}_' of"),
)
"""A write was refused because of the kind of tensor: sparse, quantized, mkldnn, nested, without memory."""
