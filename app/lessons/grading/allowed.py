"""Allowed: what an answer may take of torch, of math and of Python itself. All else is refused, whatever it may be.

An answer runs behind the walls of the sandbox like any program. But it runs in one process with the recorder, and what
that process hands in is graded. So it must not get hold of anything by which the recorder could be changed: modules,
Python's own insides, classes of torch that tensors are made of.
"""

import re
from collections.abc import Callable, Mapping


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


_TORCH = words(
    """
Size Tensor abs abs_ absolute acos acos_ acosh acosh_ adaptive_avg_pool1d adaptive_max_pool1d add addbmm addcdiv
addcmul addmm addmv addmv_ addr adjoint all allclose alpha_dropout alpha_dropout_ amax amin aminmax angle any arange
arccos arccos_ arccosh arccosh_ arcsin arcsin_ arcsinh arcsinh_ arctan arctan2 arctan_ arctanh arctanh_ argmax
argmin argsort argwhere as_strided as_strided_ as_strided_scatter as_tensor asarray asin asin_ asinh asinh_ atan
atan2 atan_ atanh atanh_ atleast_1d atleast_2d atleast_3d autocast avg_pool1d baddbmm bartlett_window batch_norm
bernoulli bfloat16 binary_cross_entropy_with_logits bincount binomial bit bitwise_and bitwise_left_shift bitwise_not
bitwise_or bitwise_right_shift bitwise_xor blackman_window block_diag bmm bool broadcast_shapes broadcast_tensors
broadcast_to bucketize cartesian_prod cat cdist cdouble ceil ceil_ celu celu_ cfloat chalf channel_shuffle
channels_last channels_last_3d cholesky cholesky_inverse cholesky_solve chunk clamp clamp_ clamp_max clamp_max_
clamp_min clamp_min_ clip clip_ clone column_stack combinations complex complex128 complex32 complex64 concat
concatenate conj conj_physical conj_physical_ contiguous_format conv1d conv2d conv3d conv_transpose1d
conv_transpose2d conv_transpose3d copysign corrcoef cos cos_ cosh cosh_ cosine_embedding_loss cosine_similarity
count_nonzero cov cross ctc_loss cummax cummin cumprod cumsum cumulative_trapezoid deg2rad deg2rad_ det detach
detach_ device diag diag_embed diagflat diagonal diagonal_scatter diff digamma dist div divide dot double dropout
dropout_ dsplit dstack dtype e einsum embedding embedding_bag empty empty_like empty_strided enable_grad eq equal
erf erf_ erfc erfc_ erfinv exp exp2 exp2_ exp_ expm1 expm1_ eye feature_alpha_dropout feature_alpha_dropout_
feature_dropout feature_dropout_ fill fill_ finfo fix fix_ flatten flip fliplr flipud float float16 float32 float64
float_power floor floor_ floor_divide fmax fmin fmod frac frac_ frexp full full_like gather gcd gcd_ ge geqrf ger
get_default_dtype gradient greater greater_equal group_norm gru gru_cell gt half hamming_window hann_window
hardshrink heaviside hinge_embedding_loss histc histogram histogramdd hsplit hstack hypot i0 i0_ igamma igammac
iinfo imag index_add index_fill index_put index_put_ index_reduce index_select inf inference_mode inner
instance_norm int int16 int32 int64 int8 inverse is_complex is_conj is_floating_point is_grad_enabled is_inference
is_inference_mode_enabled is_neg is_nonzero is_same_size is_signed is_tensor isclose isfinite isin isinf isnan
isneginf isposinf isreal istft kaiser_window kl_div kron kthvalue layer_norm layout lcm lcm_ ldexp ldexp_ le lerp
less less_equal lgamma linspace log log10 log10_ log1p log1p_ log2 log2_ log_ log_softmax logaddexp logaddexp2
logcumsumexp logdet logical_and logical_not logical_or logical_xor logit logit_ logspace logsumexp long lstm
lstm_cell lt lu lu_solve lu_unpack margin_ranking_loss masked_fill masked_scatter masked_select matmul matrix_exp
matrix_power max max_pool1d max_pool1d_with_indices max_pool2d max_pool3d maximum mean median memory_format meshgrid
min minimum mm mode moveaxis movedim msort mul multinomial multiply mv mvlgamma nan nan_to_num nan_to_num_ nanmean
nanmedian nanquantile nansum narrow ne neg neg_ negative negative_ newaxis nextafter no_grad nonzero nonzero_static
norm normal not_equal numel ones ones_like orgqr ormqr outer pairwise_distance pca_lowrank pdist permute pi pinverse
pixel_shuffle pixel_unshuffle poisson poisson_nll_loss polar polygamma positive pow prelu preserve_format prod put
qr quantile rad2deg rad2deg_ rand rand_like randint randint_like randn randn_like randperm range ravel real
reciprocal reciprocal_ relu relu_ remainder repeat_interleave reshape resolve_conj resolve_neg result_type rms_norm
roll rot90 round round_ row_stack rrelu rrelu_ rsqrt rsqrt_ rsub scalar_tensor scatter scatter_add scatter_reduce
searchsorted select select_scatter selu selu_ set_grad_enabled sgn short sigmoid sigmoid_ sign signbit sin sin_ sinc
sinc_ sinh sinh_ slogdet softmax sort split split_with_sizes sqrt sqrt_ square square_ squeeze stack std std_mean
stft strided sub subtract sum svd svd_lowrank swapaxes swapdims t take take_along_dim tan tan_ tanh tanh_ tensor
tensor_split tensordot threshold threshold_ tile topk trace transpose trapezoid trapz triangular_solve tril
tril_indices triplet_margin_loss triu triu_indices true_divide trunc trunc_ uint16 uint32 uint64 uint8 unbind
unflatten unique unique_consecutive unravel_index unsqueeze vander var var_mean vdot view_as_complex view_as_real
vsplit vstack where xlogy xlogy_ zero_ zeros zeros_like
"""
)

_FUNCTIONAL = words(
    """
adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d adaptive_max_pool1d adaptive_max_pool1d_with_indices
adaptive_max_pool2d adaptive_max_pool2d_with_indices adaptive_max_pool3d adaptive_max_pool3d_with_indices
affine_grid alpha_dropout avg_pool1d avg_pool2d avg_pool3d batch_norm bilinear binary_cross_entropy
binary_cross_entropy_with_logits celu celu_ channel_shuffle conv1d conv2d conv3d conv_transpose1d conv_transpose2d
conv_transpose3d cosine_embedding_loss cosine_similarity cross_entropy ctc_loss dropout dropout1d dropout2d
dropout3d elu elu_ embedding embedding_bag feature_alpha_dropout fold fractional_max_pool2d
fractional_max_pool2d_with_indices fractional_max_pool3d fractional_max_pool3d_with_indices gaussian_nll_loss gelu
glu grid_sample group_norm gumbel_softmax hardshrink hardsigmoid hardswish hardtanh hardtanh_ hinge_embedding_loss
huber_loss instance_norm interpolate kl_div l1_loss layer_norm leaky_relu leaky_relu_ linear linear_cross_entropy
local_response_norm log_softmax logsigmoid lp_pool1d lp_pool2d lp_pool3d margin_ranking_loss max_pool1d
max_pool1d_with_indices max_pool2d max_pool2d_with_indices max_pool3d max_pool3d_with_indices max_unpool1d
max_unpool2d max_unpool3d mish mse_loss multi_head_attention_forward multi_margin_loss multilabel_margin_loss
multilabel_soft_margin_loss native_channel_shuffle nll_loss normalize one_hot pad pairwise_distance pdist
pixel_shuffle pixel_unshuffle poisson_nll_loss prelu relu relu6 relu_ rms_norm rrelu rrelu_
scaled_dot_product_attention selu selu_ sigmoid silu smooth_l1_loss soft_margin_loss softmax softmin softplus
softshrink softsign tanh tanhshrink threshold threshold_ triplet_margin_loss triplet_margin_with_distance_loss
unfold upsample upsample_bilinear upsample_nearest
"""
)

_LINALG = words(
    """
cholesky cholesky_ex cond cross det diagonal eig eigh eigvals eigvalsh householder_product inv inv_ex ldl_factor
ldl_factor_ex ldl_solve lstsq lu lu_factor lu_factor_ex lu_solve matmul matrix_exp matrix_norm matrix_power
matrix_rank multi_dot norm pinv qr slogdet solve solve_ex solve_triangular svd svdvals tensorinv tensorsolve vander
vecdot vector_norm
"""
)

_SPECIAL = words(
    """
digamma entr erf erfc erfcx erfinv exp2 expit expm1 gammaln i0 i1 log1p log_ndtr log_softmax logit logsumexp ndtr
ndtri polygamma psi round sinc softmax xlog1py xlogy zeta
"""
)

_AUTOGRAD = words("backward detect_anomaly enable_grad grad inference_mode no_grad set_detect_anomaly")
_CLIPPING = words("clip_grad_norm_ clip_grad_value_ parameters_to_vector vector_to_parameters")


def _is_class(name: str) -> bool:
    return re.fullmatch(r"[A-Z][A-Za-z0-9]*", name) is not None


def _fills(name: str) -> bool:
    return re.fullmatch(r"[a-z][a-z_]*_", name) is not None


NAMESPACES: Mapping[str, Callable[[str], bool]] = {
    "torch": _TORCH.__contains__,
    "torch.autograd": _AUTOGRAD.__contains__,
    "torch.linalg": _LINALG.__contains__,
    "torch.nn": _is_class,
    "torch.nn.functional": _FUNCTIONAL.__contains__,
    "torch.nn.init": _fills,
    "torch.nn.utils": _CLIPPING.__contains__,
    "torch.optim": _is_class,
    "torch.optim.lr_scheduler": _is_class,
    "torch.special": _SPECIAL.__contains__,
    "torch.utils": frozenset[str]().__contains__,
    "torch.utils.checkpoint": frozenset(("checkpoint", "checkpoint_sequential")).__contains__,
    "math": str.isalnum,
}
"""The modules that an answer may use, and what it may take of each. Nothing in them begins with an underscore."""

TENSORS = words(
    "torch.Tensor torch.Size torch.nn.Parameter torch.nn.Buffer "
    "torch.nn.UninitializedParameter torch.nn.UninitializedBuffer"
)
"""Classes that tensors are made of. To derive from one is to change what the recorder sees."""

BASES = TENSORS | {"torch.nn.Module", "torch.optim.Optimizer"}
"""Classes that may be called, derived from (where no tensor is made of them) and asked for, and never handed around."""

BUILTINS = words(
    """
ArithmeticError AssertionError AttributeError Ellipsis Exception False IndexError KeyError LookupError NameError None
NotImplemented NotImplementedError OverflowError RecursionError RuntimeError StopIteration True TypeError ValueError
Warning ZeroDivisionError __name__ abs all any ascii bin bool bytes callable chr complex dict divmod enumerate filter
float format frozenset hasattr hash hex id int isinstance issubclass iter len list map max min next object oct ord pow
print property range repr reversed round set slice sorted staticmethod str sum super tuple zip
"""
)

FIXED = words("isinstance issubclass print property staticmethod super type")
"""Names of Python that the gate itself goes by: they must mean what they mean."""

PRIVATE = frozenset(("_version", "_base", "_is_view"))
"""Attributes with an underscore that a lesson speaks of; and what a node has saved, `_saved_result` and the like."""

FRAMES = re.compile(
    r"(gi|cr|ag)_(frame|code|yieldfrom|await|origin|running|suspended)|tb_(frame|next|lasti|lineno)"
    r"|f_(back|globals|locals|builtins|code|trace|lasti)|co_\w+|mro|with_traceback|as_subclass"
)
"""Attributes that lead into Python itself."""

HOOKS = re.compile(r"register_\w*hook|register_prehook|register_step_\w+")

UNHEARD = words(
    "numpy apply_ map_ map2_ set_ share_memory_ module_load to_mkldnn storage untyped_storage record_stream"
)
"""Methods that change bytes, or hand them out, where no recorder can hear it."""

UNCOUNTED = re.compile(r"tolist|to_sparse\w*|to_mkldnn")
"""Methods that keep numbers where their bytes are not counted."""

ASKED = words("data_ptr nbytes size")
"""What may be asked of `x.untyped_storage()`."""

SETTABLE = words("bias inplace requires_grad training weight")
"""Attributes that may be assigned, of anything."""

SEEDS = words(
    "torch.manual_seed torch.seed torch.random.manual_seed torch.random.fork_rng torch.Generator torch.initial_seed "
    "torch.set_rng_state torch.get_rng_state torch.default_generator"
)
"""Ways to decide which random numbers come."""


def is_module(path: str) -> bool:
    """Whether a dotted name is that of a module."""
    return path in NAMESPACES


def is_allowed(path: str) -> bool:
    """Whether a dotted name is that of something which may be taken of a module."""
    module, _, name = path.rpartition(".")
    return module in NAMESPACES and not name.startswith("_") and NAMESPACES[module](name)
