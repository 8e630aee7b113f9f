"""The cheat sheet as a page: all that was measured stands on it, in both languages; nothing is measured twice."""

import html
import re

import pytest

from inplace_lab.errors import RunFailed
from inplace_lab.i18n import LANGUAGES, Language, translations
from inplace_lab.lab.cheatsheet.model import Sheet
from inplace_lab.main import assemble
from inplace_lab.runs.client import OURS
from inplace_lab.settings import Settings
from inplace_lab.web.cheatsheet_page import SheetView
from inplace_lab.web.services import Services

from ..lab.sheets import measured_sheet
from .client import Client
from .fakes import FakeLab, FakeRuns

PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    """The sheet of this machine."""
    return measured_sheet()


@pytest.fixture
def services() -> Services:
    """Services whose sheet is what a test puts there; nothing is run."""
    return Services(Settings(), FakeRuns(), FakeLab(None))  # type: ignore[arg-type]


def page(services: Services, path: str = "/en/cheatsheet") -> str:
    """The page, as a browser gets it."""
    with Client(assemble(services)) as client:
        answer = client.get(path, headers=PAGE)
    assert answer.status_code == 200
    return answer.text


def words(text: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
def test_all_that_was_measured_stands_on_it(services: Services, sheet: Sheet, language: Language) -> None:
    services.cheatsheets.known = sheet
    text = page(services, f"/{language.tag}/cheatsheet")
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert {f"op-{each.slug}" for each in sheet.habits} <= set(ids)
    assert {f"place-{each.slug}" for each in sheet.placements} <= set(ids)
    say = translations(language).gettext
    for row in sheet.placements:
        assert (
            say(row.title.text).replace("`", "") in words(text).replace(" ", " ").replace("  ", " ")
            or "`" in row.title.text
        )
        assert not row.code or f'href="/{language.tag}/errors/{row.code}"' in text


def test_an_operation_stands_in_the_field_of_what_it_keeps(sheet: Sheet) -> None:
    fields = {field.name: {each.slug for each in field.habits} for field in SheetView.of(sheet).fields}
    assert {"relu", "sigmoid", "tanh", "exp", "softmax"} <= fields["result"]
    assert {"conv2d", "linear", "batch_norm", "gelu", "leaky_relu"} <= fields["input"]
    assert {"add", "dropout", "cat"} <= fields["neither"]
    assert {"attention", "std", "norm"} <= fields["both"]


def test_the_message_is_taken_apart_and_stays_whole(sheet: Sheet) -> None:
    pieces = SheetView.of(sheet).message
    assert sheet.cures.message.startswith("".join(piece.text for piece in pieces))
    assert {piece.number: piece.text for piece in pieces if piece.number} == {
        1: "torch.FloatTensor",
        2: "Sigmoid",
        3: "1",
        4: "0",
    }


def test_units_are_short_and_savings_are_marked(services: Services, sheet: Sheet) -> None:
    services.cheatsheets.known = sheet
    text = page(services)
    assert '<td class="number less">7 → 4</td>' in text
    assert '<td class="number">7 → 7</td>' in text
    assert "| ReLU | 4 → 4 | 5 → 4 |" in words(text)


def test_the_first_reader_is_told_that_it_is_being_measured(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def not_yet() -> None:
        return None

    monkeypatch.setattr(services.cheatsheets, "sheet", not_yet)
    assert 'data-again="1000"' in page(services)


def test_the_address_without_a_language_leads_to_the_readers(services: Services) -> None:
    with Client(assemble(services)) as client:
        answer = client.get("/cheatsheet", headers={"Accept-Language": "zh"})
    assert (answer.status_code, answer.headers["location"]) == (307, "/zh/cheatsheet")


def test_what_could_not_be_measured_is_told_and_tried_again(services: Services) -> None:
    with Client(assemble(services)) as client:
        for attempt in (1, 2):
            answer = client.get("/en/cheatsheet", headers=PAGE)
            assert answer.status_code == RunFailed.status
            assert sum(who == OURS for who, _ in services.runs.asked) == 2 * attempt  # type: ignore[attr-defined]
