"""Meant: what a call that torch refuses was meant to do, done all the same: the reference for programs that fail there.

NOTE [What a refused write means]
- To a parameter, or a view of one: an update. It is written outside the graph.
- To another leaf: an update as well, unless what is written depends on something that needs a gradient.
- To a view that torch protects: a write to its base, whose graph it then is in.
- To what a custom Function gave out, or to elements that share one place: what comes out is a tensor of its own, in the
  graph, that takes the place of the one that was written; other tensors on the same memory see the values.
- With a result of another shape or dtype: the same, and others see nothing.
- To a tensor of inference mode: torch finds out when the write is done.
Where the graph cannot be had, only values are right, and `broken` says that gradients tell nothing from there on.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from ..operators import name_of_call, tensors_in
from ..quiet import tries_out

Call = tuple[Any, tuple[Any, ...], dict[str, Any]]
"""A function of torch, and what it is called with."""


class Meant(TorchFunctionMode):
    """Does what torch refuses while it is entered."""

    def __init__(self) -> None:
        super().__init__()
        self.broken = False
        """Something was done outside the graph that belongs into it."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Run the call; where torch refuses it, do what it means, if that is known."""
        kwargs = kwargs or {}
        try:
            return func(*args, **kwargs)
        except RuntimeError as error:
            if tries_out() or (cure := _cure_for(error)) is None:
                raise
            with suppress(RuntimeError, TypeError, AttributeError, IndexError):
                return self._cured(cure, (func, args, kwargs))
            raise

    def _cured(self, cure: "Cure", call: Call) -> Any:
        """What a refused call means; what is cured in one way may be refused for another reason."""
        try:
            return cure(self, call)
        except RuntimeError as error:
            if (other := _cure_for(error)) is None or other is cure:
                raise
            return other(self, call)


Cure = Callable[[Meant, Call], Any]
"""Does what a call means that torch has refused."""


def _leaf(meant: Meant, call: Call) -> Any:
    """An update of a leaf, outside the graph; or the result of something that needs a gradient."""
    _, args, kwargs = call
    written, *others = tensors_in((args, kwargs))
    if isinstance(written, torch.nn.Parameter) or isinstance(written._base, torch.nn.Parameter):
        return _outside(call)
    if any(other.requires_grad for other in others if other is not written):
        return _on_a_copy(meant, call)
    meant.broken = True
    return _outside(call)


def _on_a_copy(meant: Meant, call: Call) -> Any:
    """Write to a copy in the graph, which then takes the place of what should have been written."""
    func, args, kwargs = call
    old = args[0]
    if not isinstance(old, torch.Tensor):
        meant.broken = True
        return _outside(call)
    of_graph = old if old.grad_fn is not None else old.detach()  # what holds on to a leaf would not let it be swapped
    new = of_graph.clone(memory_format=torch.contiguous_format)
    result = func(new, *args[1:], **kwargs)
    _put(meant, old, new)
    return old if result is new or result is None else result


def _through_the_base(meant: Meant, call: Call) -> Any:
    """Write to the base, through a view of which torch knows how it was made."""
    func, args, kwargs = call
    old = args[0]
    if old._base is None or not old._base.requires_grad or old._base.grad_fn is None:
        return _on_a_copy(meant, call)
    torch.utils.swap_tensors(old, _seen_anew(old))  # type: ignore[no-untyped-call]
    return func(*args, **kwargs)


def _apart(_: Meant, call: Call) -> Any:
    """Write while everything that is read is a copy."""
    func, args, kwargs = call
    first = args[:1] if "out" not in kwargs else ()
    copies = {id(tensor): tensor.clone() for tensor in tensors_in((args, {**kwargs, "out": None}))}
    swapped = {name: value if name == "out" else _swapped(value, copies) for name, value in kwargs.items()}
    return func(*first, *_swapped(args[len(first) :], copies), **swapped)


def _without_out(meant: Meant, call: Call) -> Any:
    """Compute in the graph what should have been written to `out`."""
    func, args, kwargs = call
    out = kwargs["out"]
    _put(meant, out, func(*args, **{name: value for name, value in kwargs.items() if name != "out"}))
    return out


def _out_of_place(meant: Meant, call: Call) -> Any:
    """The function of the same name that writes nothing: what it gives takes the place of what should be written."""
    func, args, kwargs = call
    name = name_of_call(func)
    plain = name.removesuffix("_") if name.endswith("_") else f"__{name.removeprefix('i')}__"
    if plain == f"__{name}__" or not isinstance(args[0], torch.Tensor):
        raise TypeError(name)
    _put(meant, args[0], getattr(torch.Tensor, plain)(*args, **kwargs))
    return args[0]


def _cast(_: Meant, call: Call) -> Any:
    """Write what has the dtype of the tensor that is written."""
    func, args, kwargs = call
    dtypes = {id(t): t.to(args[0].dtype) for t in tensors_in(args[2:]) if t.is_floating_point()}
    return func(*args[:2], *_swapped(args[2:], dtypes), **kwargs)


def _detached(meant: Meant, call: Call) -> Any:
    """A view that is detached in place becomes a tensor without a graph."""
    _put(meant, call[1][0], call[1][0].detach())
    return call[1][0]


def _done(_: Meant, call: Call) -> Any:
    _, args, kwargs = call
    return kwargs.get("out", args[0])


def _normal(_: Meant, call: Call) -> Any:
    """Read tensors of inference mode as if they were others."""
    func, args, kwargs = call
    normal = {id(tensor): tensor.clone() for tensor in tensors_in((args, kwargs)) if tensor.is_inference()}
    return func(*_swapped(args, normal), **_swapped(kwargs, normal))


def _as_it_is_now(meant: Meant, call: Call) -> Any:
    """Read a view whose graph torch does not know any more, since the base was written, anew from the base."""
    func, args, kwargs = call
    lost = {id(tensor): _seen_anew(tensor) for tensor in tensors_in((args, kwargs)) if _has_lost_its_graph(tensor)}
    if not lost:
        return _through_the_base(meant, call)
    return func(*_swapped(args, lost), **_swapped(kwargs, lost))


def _outside(call: Call) -> Any:
    """Run a call on aliases of which autograd knows nothing."""
    func, args, kwargs = call
    given = list(tensors_in((args, kwargs)))
    with torch.no_grad():
        aliases = {id(tensor): tensor.data for tensor in given}
        result = func(*_swapped(args, aliases), **_swapped(kwargs, aliases))
    return next((tensor for tensor in given if result is aliases[id(tensor)]), result)


def _put(meant: Meant, old: torch.Tensor, new: torch.Tensor) -> None:
    """Have one tensor take the place of another, wherever the program holds it; its values go into the memory, too."""
    same = old.shape == new.shape and old.dtype == new.dtype
    if same:
        with torch.no_grad(), suppress(RuntimeError):
            old.data.copy_(new)
    try:
        torch.utils.swap_tensors(old, new)  # type: ignore[no-untyped-call]
    except RuntimeError:
        if not same:
            raise
        meant.broken = True


def _seen_anew(view: torch.Tensor) -> torch.Tensor:
    if view._base is None:
        raise TypeError("no view")
    return view._base.as_strided(view.size(), view.stride(), view.storage_offset())


def _has_lost_its_graph(tensor: torch.Tensor) -> bool:
    try:
        _ = tensor.grad_fn
    except RuntimeError:
        return True
    return False


def _swapped(value: Any, others: dict[int, torch.Tensor]) -> Any:
    if isinstance(value, torch.Tensor):
        return others.get(id(value), value)
    if type(value) in (list, tuple):
        return type(value)(_swapped(item, others) for item in value)
    if type(value) is dict:
        return {key: _swapped(item, others) for key, item in value.items()}
    return value


def _cure_for(error: RuntimeError) -> "Cure | None":
    return next((cure for words, cure in _CURES if words in str(error)), None)


_CURES: tuple[tuple[str, Cure], ...] = (
    ("leaf Variable that requires grad is being used in an in-place operation", _leaf),
    ("its base or another view of its base has been modified inplace", _as_it_is_now),
    ("This view was created inside a custom Function", _on_a_copy),
    ("is a view and is being modified inplace", _through_the_base),
    ("was created in no_grad mode and is being modified inplace", _through_the_base),
    ("was created in inference mode and is being modified inplace", _on_a_copy),
    ("more than one element of the written-to tensor refers to a single memory location", _on_a_copy),
    ("some elements of the input tensor and the written-to tensor refer to a single memory location", _apart),
    ("functions with out=... arguments don't support automatic differentiation", _without_out),
    ("can't be cast to the desired output type", _out_of_place),
    ("doesn't match the broadcast shape", _out_of_place),
    ("Index put requires the source and destination dtypes match", _cast),
    ("Can't detach views in-place", _detached),
    ("Inplace update to inference tensor outside InferenceMode", _done),
    ("Inference tensors cannot be saved for backward", _normal),
)
