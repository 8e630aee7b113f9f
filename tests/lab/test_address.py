"""The address of a network: written, read again, and mistyped."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inplace_lab.lab.address.draft import Draft
from inplace_lab.lab.address.query import draft_of, query_of, read, write
from inplace_lab.lab.address.reading import Reading, judged
from inplace_lab.lab.network.contrast import Contrast
from inplace_lab.lab.network.presets import PRESETS, Preset
from inplace_lab.lab.network.shapes import shapes_of
from inplace_lab.lab.network.spec import Act, Conv2d, NetworkSpec

from .specs import contrasts, specs

WORDS = st.sampled_from(
    [*"()=,~x:.", "conv", "relu", "k", "s", "nobias", "mark", "a", "9", "64", "-1", "1e9", "é", "\0"]
)
LINES = st.lists(WORDS, max_size=20).map("".join) | st.text(max_size=30)


def pairs(query: str) -> dict[str, str]:
    """The names and values of a query."""
    return dict(parse_qsl(query, keep_blank_values=True))


def reading(query: str) -> Reading:
    """What a query means."""
    return judged(read(pairs(query)))


@given(specs, contrasts)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_was_written_is_read_again(spec: NetworkSpec, contrast: Contrast) -> None:
    query = write(spec, contrast)
    found = judged(read(pairs(query)))
    assert found.contrast == contrast
    assert query_of(found.draft) == query
    if found.spec is None:
        assert shapes_of(spec).misfit or "vs" in found.complaints
        assert draft_of(spec, contrast) == found.draft
    else:
        assert found.spec == spec


@given(st.dictionaries(st.sampled_from(["in", "net", "mode", "vs", "pin", "flag", "seed", "ckpt"]), LINES))
@settings(max_examples=200, deadline=None)
def test_whatever_stands_in_an_address_is_read(query: dict[str, str]) -> None:
    found = judged(read(query))
    assert (found.spec is None) == bool(found.complaints)
    assert judged(read(pairs(query_of(found.draft)))).valid == found.valid


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.slug)
def test_known_networks_fit_and_have_an_address_that_a_person_can_read(preset: Preset) -> None:
    query = write(preset.spec)
    assert "%" not in query
    assert reading(query).spec == preset.spec


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (Conv2d(out=192, kernel=(11, 11), stride=(4, 4), padding=(2, 2)), "conv(192,k=11,s=4,p=2)"),
        (
            Conv2d(kernel=(3, 5), padding=(1, 2), dilation=(2, 2), groups=4, bias=False, padding_mode="reflect"),
            "conv(64,k=3x5,p=1x2,d=2,g=4,pad=reflect,nobias)",
        ),
        (Act(), "relu"),
        (Act(name="leaky_relu", first=0.2, inplace="on"), "leaky_relu(0.2,on)"),
        (Act(name="hardtanh", second=6.0), "hardtanh(,6)"),
        (Act(form="functional"), "relu(F)"),
    ],
)
def test_only_what_is_not_usual_is_written(block: Conv2d | Act, text: str) -> None:
    assert write(NetworkSpec(blocks=(block,))) == f"in=8x64x32x32&net={text.replace(' ', '')}"
    assert read(pairs(f"net={text}")).blocks == draft_of(NetworkSpec(blocks=(block,))).blocks


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("net=", "blocks", "at least one block"),
        ("net=" + "~".join(["relu"] * 49), "blocks", "at most 48 blocks"),
        ("net=konv(3)", "0.text", "No block is called konv(3)."),
        ("net=relu~conv(3,z=1)", "1.text", "conv does not take z=1."),
        ("net=relu(0.5)", "0.text", "relu does not take 0.5."),
        ("net=conv(3,3)", "0.text", "conv does not take 3."),
        ("net=conv(0)", "0.out", "from 1 to 1024"),
        ("net=conv(3,k=12)", "0.kernel", "from 1 to 11, or two"),
        ("net=conv(3,k=1x2x3)", "0.kernel", "from 1 to 11, or two"),
        ("net=elu(nan)", "0.first", "from -1000 to 1000"),
        ("net=mark(z)", "0.name", "a, b, c"),
        ("net=add(a)", "0", "No tensor before this is marked a."),
        ("in=8x3x4", "width", "from 1 to 224"),
        ("in=8x3x4x5x6", "width", "from 1 to 224"),
        ("mode=both", "mode", "train, eval, no_grad, inference_mode"),
        ("seed=-1", "seed", "from 0 to 2147483647"),
        ("vs=everything", "vs", "inplace, order"),
        ("vs=dropout1d", "vs", "Dropout1d takes"),
        ("vs=pinned&pin=linear(3)~conv", "", ""),
        ("vs=pinned&pin=conv(x)", "pin", "from 1 to 1024"),
        ("flag=7", "flag", "on, off"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(query: str, field: str, words: str) -> None:
    found = reading(query)
    assert set(found.complaints) == ({field} if field else set())
    assert words in str(found.complaints.get(field, ""))


def test_blocks_behind_a_wrong_one_keep_their_words_and_those_before_it_have_their_shapes() -> None:
    found = reading("net=conv(7)~conv(many)~relu(on)")
    assert found.draft.blocks[1].given == {"out": "many"}
    assert found.shapes is not None
    assert found.shapes.leaving == ((8, 7, 32, 32),)
    assert "conv(7)~conv(many)~relu(on)" in query_of(found.draft)


def test_an_empty_address_is_the_layer_of_the_article() -> None:
    assert judged(read({})).spec == NetworkSpec()
    assert read({}) == Draft(**vars(draft_of(NetworkSpec())))
