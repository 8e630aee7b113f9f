"""Belongings: the tensors that lists, dicts, modules and objects of the program hold, with the paths to them.

Nothing here runs code of the program: what is looked into has exactly the class that it seems to have, and attributes
are read where they lie.
"""

from collections import OrderedDict, defaultdict, deque
from collections.abc import Iterator
from itertools import islice

import torch

MOST_ITEMS = 64
"""Most elements of one list or dict that get a name."""

_LISTS = (list, tuple, deque)
_DICTS = (dict, OrderedDict, defaultdict)
_HOLDERS = frozenset((*_LISTS, *_DICTS))
_OF_TORCH = frozenset(torch.nn.Module().__dict__) | {"_flat_weights", "_flat_weight_refs", "_all_weights"}
"""What every module has, and what a recurrent one has beside its parameters."""


def holds_items(value: object) -> bool:
    """Whether a value is a list or a dict of Python's own."""
    return type(value) in _HOLDERS


def tensors_in(name: str, value: object) -> Iterator[tuple[str, torch.Tensor]]:
    """The tensors in a list or dict, and in the lists in it that begin with a tensor; so many at most."""
    yield from islice(_inside(name, value), MOST_ITEMS)


def attributes_of(value: object) -> list[tuple[str, object]]:
    """The attributes of an object, without asking it."""
    try:
        found = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return []
    return [(name, held) for name, held in list(found.items())[:MOST_ITEMS] if type(name) is str]


def is_ready(module: torch.nn.Module) -> bool:
    """Whether a module has registers: the layers that a class hands to `super().__init__()` are made before."""
    return "_modules" in module.__dict__


def attributes_of_module(module: torch.nn.Module) -> Iterator[tuple[str, torch.Tensor]]:
    """The tensors that a module and those in it keep, and that are neither parameters nor buffers."""
    for path, part in _modules(module, ""):
        for name, value in list(part.__dict__.items()):
            if name in _OF_TORCH:
                continue
            if isinstance(value, torch.Tensor):
                yield path + name, value
            elif type(value) in _HOLDERS:
                yield from tensors_in(path + name, value)


def _inside(name: str, value: object) -> Iterator[tuple[str, torch.Tensor]]:
    for path, item in items_of(name, value):
        if isinstance(item, torch.Tensor):
            yield path, item
        elif type(item) in _HOLDERS and _begins_with_tensor(item):
            yield from ((deeper, held) for deeper, held in items_of(path, item) if isinstance(held, torch.Tensor))


def items_of(name: str, value: object) -> Iterator[tuple[str, object]]:
    """The items of a list or dict. The repr of any key but text and numbers would be the program's own code."""
    if isinstance(value, _DICTS):
        items = list(islice(value.items(), MOST_ITEMS))
        yield from ((f"{name}[{key!r}]", item) for key, item in items if type(key) in (str, int))
    elif isinstance(value, _LISTS):
        yield from ((f"{name}[{index}]", item) for index, item in enumerate(list(islice(value, MOST_ITEMS))))


def _begins_with_tensor(value: object) -> bool:
    first = next(iter(value.values() if isinstance(value, _DICTS) else value), None)  # type: ignore[call-overload]
    return isinstance(first, torch.Tensor)


def _modules(module: torch.nn.Module, path: str) -> Iterator[tuple[str, torch.nn.Module]]:
    if not is_ready(module):
        return
    yield path, module
    for name, child in module._modules.items():
        if child is not None:
            yield from _modules(child, f"{path}{name}.")
