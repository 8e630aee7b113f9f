"""Fields: the form of the Lab as a browser sends it, read into a draft.

The fields of block 3 are called 3.kind, 3.kernel and so on. Checkboxes stand for what is not usual (3.nobias), so that
one that is absent has nothing to say.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from starlette.datastructures import QueryParams

from ...lab.address.draft import TYPES, BlockDraft, Draft, default_of
from ...lab.address.notation import block_of
from ...lab.address.query import OPTIONS, read
from ...lab.address.reading import SIZES
from ...lab.network.activations import ACTIVATIONS
from ...lab.network.spec import MOST_BLOCKS

_KIND = re.compile(r"(\d{1,3})\.kind", re.ASCII)
_NUMBERS = ("first", "second")


def draft_in(query: QueryParams) -> Draft:
    """The draft in a query, whether it is an address or comes from the form."""
    draft = read(_earlier(query))
    if "net" in query or not (_indices(query) or "channels" in query):
        return draft
    return replace(
        draft,
        input={size: query.get(size, "") for size in SIZES},
        blocks=tuple(_block(query, index) for index in _indices(query)),
        options={field: query[name] for name, field in OPTIONS.items() if name in query},
    )


def parameters_of(activation: str) -> tuple[str, ...]:
    """What the numbers of an activation are called, in torch and in the form."""
    known = ACTIVATIONS.get(activation)
    return tuple(name for name, _ in known.parameters) if known else ()


def _earlier(query: QueryParams) -> Mapping[str, str]:
    """An address from when the Lab knew the article's layer only: ?batch=8&inputs=64&outputs=192&size=32&mode=infer."""
    if "channels" in query or not {"batch", "inputs", "outputs", "size"} & set(query):
        return query
    batch, channels, size = query.get("batch", "8"), query.get("inputs", "64"), query.get("size", "32")
    meant = {"in": f"{batch}x{channels}x{size}x{size}", "net": f"conv({query.get('outputs', '192')})~relu"}
    return {**query, **meant, "mode": "no_grad" if query.get("mode") == "infer" else query.get("mode", "train")}


def _indices(query: QueryParams) -> list[int]:
    """The places of the blocks, in their order."""
    found = {int(match[1]) for name in query if (match := _KIND.fullmatch(name))}
    return sorted(found)[: MOST_BLOCKS + 1]


def _block(query: Mapping[str, str], index: int) -> BlockDraft:
    kind = query[f"{index}.kind"]
    if kind not in TYPES:
        return block_of(query.get(f"{index}.text", kind))
    if kind == "act":
        return BlockDraft(kind, _activation(query, f"{index}."))
    given = {name: query[f"{index}.{name}"] for name in TYPES[kind].model_fields if f"{index}.{name}" in query}
    given.pop("kind")
    if f"{index}.nobias" in query:
        given["bias"] = "off"
    return BlockDraft(kind, given)


def _activation(query: Mapping[str, str], prefix: str) -> dict[str, str]:
    """Its numbers are called as torch calls them: those of another activation do not count."""
    given = {name: query[prefix + name] for name in ("name", "form", "inplace") if prefix + name in query}
    for field, parameter in zip(_NUMBERS, parameters_of(given.get("name", "")), strict=False):
        value = query.get(prefix + parameter, "")
        if value not in ("", default_of("act", given["name"], field)):
            given[field] = value
    return given
