"""Activations: every layer of torch.nn that takes `inplace=`, and three that others are put after, with their forms.

A test holds this table to torch itself: no class of torch.nn with an argument `inplace` may be missing.
"""

from typing import Literal, NamedTuple


class Activation(NamedTuple):
    """One activation, as a module, as a function with `inplace=`, and as a pair of functions x → y and x → x."""

    module: str
    """Its class in torch.nn."""
    functional: str = ""
    """Its function in torch.nn.functional that takes `inplace=`; empty where there is none."""
    out_of_place: str = ""
    """The function that makes a new tensor, where there is one with a twin that writes into its argument."""
    in_place: str = ""
    """That twin, such as torch.relu_."""
    parameters: tuple[tuple[str, float], ...] = ()
    """Names and defaults of its numbers, in their order."""
    takes_inplace: bool = True
    """The module takes `inplace=`."""
    training: bool = False
    """It is random, and does something else in eval mode; the functions have to be told."""

    def has(self, form: Literal["module", "functional", "method"]) -> bool:
        """Torch has it in this form."""
        return {"module": True, "functional": bool(self.functional), "method": bool(self.out_of_place)}[form]


_NEGATIVE_SLOPE = (("negative_slope", 0.01),)
_ALPHA = (("alpha", 1.0),)
_HALF = (("p", 0.5),)

ACTIVATIONS: dict[str, Activation] = {
    "relu": Activation("ReLU", "relu", "torch.relu", "torch.relu_"),
    "relu6": Activation("ReLU6", "relu6"),
    "leaky_relu": Activation("LeakyReLU", "leaky_relu", "F.leaky_relu", "F.leaky_relu_", _NEGATIVE_SLOPE),
    "rrelu": Activation(
        "RReLU", "rrelu", "torch.rrelu", "torch.rrelu_", (("lower", 0.125), ("upper", 1 / 3)), training=True
    ),
    "elu": Activation("ELU", "elu", "F.elu", "F.elu_", _ALPHA),
    "celu": Activation("CELU", "celu", "torch.celu", "torch.celu_", _ALPHA),
    "selu": Activation("SELU", "selu", "torch.selu", "torch.selu_"),
    "silu": Activation("SiLU", "silu"),
    "mish": Activation("Mish", "mish"),
    "hardtanh": Activation("Hardtanh", "hardtanh", "F.hardtanh", "F.hardtanh_", (("min_val", -1.0), ("max_val", 1.0))),
    "hardswish": Activation("Hardswish", "hardswish"),
    "hardsigmoid": Activation("Hardsigmoid", "hardsigmoid"),
    "threshold": Activation(
        "Threshold", "threshold", "F.threshold", "F.threshold_", (("threshold", 0.1), ("value", 0.0))
    ),
    "dropout": Activation("Dropout", "dropout", "torch.dropout", "torch.dropout_", _HALF, training=True),
    "dropout1d": Activation("Dropout1d", "dropout1d", parameters=_HALF, training=True),
    "dropout2d": Activation("Dropout2d", "dropout2d", parameters=_HALF, training=True),
    "dropout3d": Activation("Dropout3d", "dropout3d", parameters=_HALF, training=True),
    "alpha_dropout": Activation(
        "AlphaDropout", "alpha_dropout", "torch.alpha_dropout", "torch.alpha_dropout_", _HALF, training=True
    ),
    "feature_alpha_dropout": Activation(
        "FeatureAlphaDropout",
        "feature_alpha_dropout",
        "torch.feature_alpha_dropout",
        "torch.feature_alpha_dropout_",
        _HALF,
        training=True,
    ),
    "sigmoid": Activation("Sigmoid", "", "torch.sigmoid", "torch.sigmoid_", takes_inplace=False),
    "tanh": Activation("Tanh", "", "torch.tanh", "torch.tanh_", takes_inplace=False),
    "gelu": Activation("GELU", takes_inplace=False),
}
"""By the name that stands in addresses."""

DROPOUTS = frozenset(name for name in ACTIVATIONS if "dropout" in name)
