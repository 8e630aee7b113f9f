"""The form of the builder: what was filled in, which button was pressed, and the address of what comes of it."""

from urllib.parse import urlencode

import pytest
from starlette.datastructures import QueryParams

from inplace_lab.lab.address.query import write
from inplace_lab.lab.network.contrast import Contrast
from inplace_lab.lab.network.presets import PRESETS
from inplace_lab.lab.network.spec import Act, Conv2d, NetworkSpec
from inplace_lab.web.lab.forms import LabForm, read_form

from .client import Client

FIELDS = {
    "batch": "8",
    "channels": "64",
    "height": "32",
    "width": "32",
    "0.kind": "conv",
    "0.out": "192",
    "0.kernel": "3",
    "1.kind": "act",
    "1.name": "relu",
    "1.inplace": "switch",
    "1.form": "module",
    "mode": "train",
    "dtype": "float32",
    "vs": "inplace",
    "at": "",
}


def form(query: str = "", **fields: str) -> LabForm:
    """The form of an address, with some fields more."""
    return read_form(QueryParams(f"{query}&{urlencode(fields)}".strip("&")), ("cpu",))


def filled(**fields: str) -> LabForm:
    """The form of the usual network with some fields filled in otherwise."""
    return read_form(
        QueryParams(urlencode(FIELDS | {name.replace("_", ".", 1): each for name, each in fields.items()})), ("cpu",)
    )


def net(query: str, **fields: str) -> str:
    """The network that an edit leads to, in one line."""
    return form(query, **fields).canonical.partition("net=")[2]


def test_nothing_but_a_path_is_the_layer_of_the_article_and_stays_there() -> None:
    assert form().spec == NetworkSpec()
    assert not form().moved


def test_an_address_as_the_lab_writes_it_stays_and_any_other_moves() -> None:
    assert not form(write(NetworkSpec())).moved
    assert not form(form("net=conv(3,k=3x5)~relu(on)&mode=eval&vs=relu6").canonical).moved
    assert form("net=conv(192)~relu&in=8x64x32x32").moved
    assert form("in=8x64x32x32&net=conv(192)~relu&mode=train").moved
    assert filled().moved


def test_the_fields_of_the_form_are_the_network() -> None:
    assert filled().spec == NetworkSpec()
    assert filled().canonical == write(NetworkSpec())
    found = filled(**{"0_nobias": "on", "0_stride": "2", "1_name": "elu", "1_alpha": "0.5", "vs": "order", "ckpt": "1"})
    assert found.canonical == "in=8x64x32x32&net=conv(192,s=2,nobias)~elu(0.5)&ckpt=1&vs=order"


def test_numbers_of_another_activation_do_not_count() -> None:
    assert filled(**{"1_name": "elu", "1_negative_slope": "0.5"}).canonical.endswith("~elu")
    assert filled(**{"1_name": "leaky_relu", "1_negative_slope": "0.01"}).canonical.endswith("~leaky_relu")


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        ("add:bn:1", "conv(8)~bn~relu~mark(a)~conv(8)"),
        ("add:linear", "conv(8)~relu~mark(a)~conv(8)~linear(10)"),
        ("add:mark", "conv(8)~relu~mark(a)~conv(8)~mark(b)"),
        ("add:add", "conv(8)~relu~mark(a)~conv(8)~add(a)"),
        ("remove:1", "conv(8)~mark(a)~conv(8)"),
        ("up:1", "relu~conv(8)~mark(a)~conv(8)"),
        ("down:0", "relu~conv(8)~mark(a)~conv(8)"),
        ("move:0:3", "relu~mark(a)~conv(8)~conv(8)"),
        ("move:3:0", "conv(8)~conv(8)~relu~mark(a)"),
        ("up:0", "conv(8)~relu~mark(a)~conv(8)"),
        ("down:3", "conv(8)~relu~mark(a)~conv(8)"),
        ("pin", "conv(8)~relu~mark(a)~conv(8)&vs=pinned&pin=conv(8)~relu~mark(a)~conv(8)"),
    ],
)
def test_each_button_does_what_it_says(edit: str, line: str) -> None:
    assert net("net=conv(8)~relu~mark(a)~conv(8)", do=edit) == line


@pytest.mark.parametrize(
    "edit", ["", "fly", "remove:9", "remove:-1", "move:1", "add:bn:x", "up:", "preset:none", "::", "é"]
)
def test_a_button_that_nobody_made_does_nothing(edit: str) -> None:
    assert net("net=conv(8)~relu", do=edit) == "conv(8)~relu"


def test_the_place_of_a_new_block_is_chosen_in_the_menu() -> None:
    assert net("net=conv(8)~relu", do="add:bn", at="1") == "conv(8)~bn~relu"
    assert net("net=conv(8)~relu", do="add:bn", at="") == "conv(8)~relu~bn"


def test_no_block_is_added_to_a_full_network() -> None:
    assert net("net=" + "~".join(["relu"] * 48), do="add:bn").count("~") == 47


def test_a_pinned_network_is_swapped_and_let_go() -> None:
    assert net("net=relu&pin=tanh&vs=pinned", do="swap") == "tanh&vs=pinned&pin=relu"
    assert net("net=relu&pin=tanh&vs=pinned", do="unpin") == "relu"
    assert form("net=relu&pin=tanh&vs=pinned").contrast == Contrast(kind="pinned", pinned=(Act(name="tanh"),))


@pytest.mark.parametrize("preset", PRESETS, ids=lambda each: each.slug)
def test_a_known_network_keeps_how_it_is_run(preset: object) -> None:
    found = form("mode=eval&vs=order", do=f"preset:{preset.slug}")  # type: ignore[attr-defined]
    assert found.spec == preset.spec.with_options(mode="eval")  # type: ignore[attr-defined]
    assert found.contrast.kind == "order"


def test_an_edit_works_on_a_network_that_is_wrong_and_loses_nothing() -> None:
    found = filled(**{"0_out": "many", "do": "down:0"})
    assert not found.valid
    assert [card.draft.given.get("out") for card in found.cards] == [None, "many"]
    assert "relu~conv(many" in found.canonical


def test_what_does_not_fit_is_said_at_its_block() -> None:
    found = form("net=conv(3)~flatten~bn~relu")
    assert not found.valid
    assert found.spec is None
    assert [card.shape for card in found.cards] == ["8×3×32×32", "8×3072", "", ""]
    assert "BatchNorm2d takes images" in str(found.cards[2].complaints[""])


def test_a_device_that_is_not_there_is_named() -> None:
    found = form("device=cuda")
    assert "Choose one of: auto, cpu." in str(found.complaints["device"])
    assert read_form(QueryParams("device=cuda"), ("cpu", "cuda")).valid


def test_a_link_to_the_same_with_one_thing_changed_is_as_short_as_can_be() -> None:
    found = form("net=relu&mode=eval")
    assert found.query(mode="no_grad") == "in=8x64x32x32&net=relu&mode=no_grad"
    assert found.query(mode="train", vs="order", flag="off") == "in=8x64x32x32&net=relu&vs=order&flag=off"


def test_links_of_the_lab_with_one_layer_still_lead_to_it() -> None:
    found = form("batch=2&inputs=3&outputs=4&size=5&mode=infer&device=cpu")
    assert found.spec
    assert found.spec.blocks == (Conv2d(out=4), Act())
    assert found.canonical == "in=2x3x5x5&net=conv(4)~relu&mode=no_grad&device=cpu"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("in=0x64x32x32", "Images: Enter a whole number from 1 to 64."),
        ("net=conv(0)", "Enter a whole number from 1 to 1024."),
        ("net=", "A network needs at least one block."),
        ("net=konv(3)", 'value="konv(3)"'),
        ("net=relu~add(b)", "Put a mark b above it."),
        ("mode=both", "Choose one of these: train, eval"),
        ("vs=dropout1d", "The network on the other side does not fit. Dropout1d takes"),
    ],
)
def test_the_page_says_what_is_wrong_and_has_what_was_typed(client: Client, query: str, words: str) -> None:
    response = client.get(f"/en/?{query}")
    assert response.status_code == 422
    assert words in response.text.replace("</code>", "")


def test_strange_words_stay_words(client: Client) -> None:
    page = client.get('/en/?in="><b>x1&net=<i>()~conv("><u>)&pin=<s>&vs=<a>&mode="><p>').text
    assert not [tag for tag in ("<b>x", "<i>", "<u>", "<s>", "<a>", '"><p>') if tag in page]


def test_without_a_script_every_button_is_a_link_to_the_next_state(client: Client) -> None:
    answer = client.get(f"/en/?{urlencode(FIELDS)}&do=add:bn:1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/?in=8x64x32x32&net=conv(192)~bn~relu")
