"""The address of a network: all that was built and chosen, as the query of a link that a person can read and type.

?in=8x64x32x32&net=conv(192)~relu&mode=eval&vs=leaky_relu&flag=off. Only what differs from the defaults is written,
but for the input and the network itself.
"""

from collections.abc import Mapping
from urllib.parse import quote

from ..network.contrast import Contrast
from ..network.spec import MOST_BLOCKS, NetworkSpec
from .draft import Draft, drafted, given_of
from .notation import net_of, net_text
from .reading import SIZES

OPTIONS = {
    "mode": "mode",
    "dtype": "dtype",
    "layout": "layout",
    "opt": "optimizer",
    "ckpt": "checkpoint",
    "compile": "compiler",
    "device": "device",
    "threads": "threads",
    "seed": "seed",
}
"""What options are called in addresses, and in NetworkSpec."""


def write(spec: NetworkSpec, contrast: Contrast | None = None) -> str:
    """The query of a network and of what it is compared with."""
    return query_of(draft_of(spec, contrast))


def draft_of(spec: NetworkSpec, contrast: Contrast | None = None) -> Draft:
    """A network as one would type it."""
    contrast = contrast or Contrast()
    return Draft(
        input=given_of(spec.input, frozenset(SIZES)),
        blocks=tuple(drafted(block) for block in spec.blocks),
        options=given_of(spec.options),
        vs={"activation": contrast.activation, "form": contrast.form}.get(contrast.kind, contrast.kind),
        flag="on" if contrast.inplace else "off",
        pin=tuple(drafted(block) for block in contrast.pinned),
    )


def query_of(draft: Draft) -> str:
    """The query of a draft, right or wrong."""
    return "&".join(f"{name}={quote(value, safe='(),=~', errors='replace')}" for name, value in pairs_of(draft).items())


def pairs_of(draft: Draft) -> dict[str, str]:
    """The same, as names and values."""
    pairs = {"in": "x".join(draft.input.get(size, "") for size in SIZES), "net": net_text(draft.blocks)}
    for name, field in OPTIONS.items():
        if field in draft.options:
            pairs[name] = "1" if name == "ckpt" and draft.options[field] == "on" else draft.options[field]
    if draft.vs != "inplace":
        pairs["vs"] = draft.vs
    if draft.pin:
        pairs["pin"] = net_text(draft.pin)
    if draft.flag != "on":
        pairs["flag"] = draft.flag
    return pairs


def read(query: Mapping[str, str]) -> Draft:
    """The draft in a query. Whatever stands there becomes one; what is absent is as it is by default."""
    usual = draft_of(NetworkSpec())
    return Draft(
        input=_sizes(query["in"]) if "in" in query else usual.input,
        blocks=net_of(query["net"], MOST_BLOCKS + 1) if "net" in query else usual.blocks,
        options={field: query[name] for name, field in OPTIONS.items() if name in query},
        vs=query.get("vs", usual.vs),
        flag=query.get("flag", usual.flag),
        pin=net_of(query.get("pin", ""), MOST_BLOCKS),
    )


def _sizes(text: str) -> dict[str, str]:
    """8x64x32x32 by name; a number that is missing is empty, and what is too much stays with the last."""
    parts = text.lower().replace("×", "x").split("x", len(SIZES) - 1)
    return dict(zip(SIZES, [*parts, "", "", ""], strict=False))
