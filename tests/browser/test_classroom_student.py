"""Students with phones: the question comes by itself, a vote is never lost, and what strangers type is text."""

from collections.abc import Callable, Iterator
from itertools import count

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from .waiting import wait_until

pytestmark = pytest.mark.browser
Open = Callable[..., Page]

PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}
EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>"
TYPED = {"text": "What does it print?", "choice": ["one line", "nothing"], "source": "print('the answer')"}
PREDICTED = {"lesson": "two-layers", "prediction": "what_z_holds"}
PATIENCE = 30_000
"""Milliseconds for what takes a run, or a connection that is tried again."""


_addresses = (f"127.0.1.{number}" for number in count(1))
"""One a teacher: nobody opens many rooms from one address."""


class Teacher:
    """Whoever has opened a room, without a browser."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        self.code = self._http.post("/en/classroom").headers["location"].split("/")[3]

    def do(self, *acts: str, **form: object) -> None:
        """Press buttons of the desk, one after another."""
        for act in acts:
            answer = self._http.post(f"/en/room/{self.code}/desk/{act}", data=form)
            assert answer.status_code == 303, answer.text

    def offers(self) -> str:
        """The panel with what students offer."""
        return self._http.get(f"/en/room/{self.code}/desk/class").text


@pytest.fixture
def teacher(server: str) -> Iterator[Teacher]:
    transport = httpx.HTTPTransport(local_address=next(_addresses))
    with httpx.Client(base_url=server, transport=transport, headers={"Accept": "text/html"}, timeout=60) as http:
        yield Teacher(http)


@pytest.fixture
def join(open_page: Open, teacher: Teacher) -> Open:
    """Opens the room on a phone, and waits until it is connected."""

    def join_(lang: str = "en", **options: object) -> Page:
        page = open_page(f"/{lang}/room/{teacher.code}", **{"viewport": PHONE, **options})
        expect(page.locator("#connection")).to_have_attribute("data-state", "open")
        return page

    return join_


def choose(page: Page, number: int) -> None:
    """Tap an answer, and wait until it has arrived."""
    page.locator("#vote label").nth(number).click()
    expect(page.locator("#vote-told")).to_contain_text("✓")


def told(page: Page, words: str) -> None:
    """Wait until the stage says something."""
    expect(page.locator("#stage")).to_contain_text(words, timeout=PATIENCE)


def test_two_students_go_through_a_question_each_in_their_language(join: Open, teacher: Teacher) -> None:
    one, other = join(), join("zh", color_scheme="dark")
    told(one, "The teacher has not asked anything yet")
    teacher.do("ask", **PREDICTED)
    choose(one, 0)
    choose(one, 2)
    choose(other, 1)
    one.reload()
    expect(one.locator("#vote :checked")).to_have_value("nothing")
    choose(one, 0)
    teacher.do("lock")
    told(one, "Voting is closed")
    expect(one.locator(".mine")).to_contain_text("What the convolution computed")
    expect(one.locator("#status")).to_have_text("Voting is closed")
    teacher.do("run")
    told(one, "Other than you said")
    told(other, "和你说的一样")
    one.locator(".did .back").click()
    expect(one.locator(".did [data-shown] h3")).to_have_text("Step 6 of 7")
    expect(one.locator(".votes")).to_have_count(0)
    teacher.do("reveal")
    expect(one.locator(".votes-share")).to_have_text(["50 %", "50 %", "0 %"])
    expect(one.locator(".votes-row.right")).to_contain_text("What ReLU computed")
    told(other, "它的版本号是")
    teacher.do("again")
    told(one, "Talk it over with your neighbours first")
    choose(one, 1)
    teacher.do("lock", "run", "reveal")
    told(one, "As you said.")
    expect(one.locator(".votes-share").nth(0)).to_contain_text("50 %")
    expect(one.locator(".votes-share b")).to_have_text(["0 %", "100 %", "0 %"])


def test_a_vote_without_network_stays_chosen_and_is_sent_by_itself(join: Open, teacher: Teacher) -> None:
    teacher.do("ask", **TYPED)
    page = join()
    page.context.set_offline(True)
    page.locator("#vote label").nth(1).click()
    expect(page.locator("#vote-told")).to_contain_text("Not sent yet: this page tries again by itself.")
    page.context.set_offline(False)
    expect(page.locator("#vote-told")).to_contain_text("Sent ✓", timeout=PATIENCE)
    page.reload()
    expect(page.locator("#vote :checked")).to_have_value("b")


def test_a_vote_that_cannot_be_taken_down_now_outlives_a_reload(join: Open, teacher: Teacher) -> None:
    teacher.do("ask", **TYPED)
    page = join()
    page.route("**/vote?part=1", lambda route: route.fulfill(status=503))
    page.locator("#vote label").nth(0).click()
    expect(page.locator("#vote-told")).to_contain_text("Not sent yet")
    page.reload()
    expect(page.locator("#vote :checked")).to_have_value("a")
    expect(page.locator("#vote-told")).to_contain_text("Not sent yet")
    page.unroute("**/vote?part=1")
    expect(page.locator("#vote-told")).to_contain_text("Sent ✓", timeout=PATIENCE)


def test_a_vote_that_came_too_late_is_told(join: Open, teacher: Teacher) -> None:
    teacher.do("ask", **TYPED)
    page = join()
    page.route("**/vote?part=1", lambda route: route.fulfill(status=503))
    page.locator("#vote label").nth(0).click()
    expect(page.locator("#vote-told")).to_contain_text("Not sent yet")
    teacher.do("lock")
    told(page, "You did not vote this time.")
    expect(page.locator("#notice")).to_have_text("Your last choice did not arrive before the vote was closed.")


def test_a_connection_that_is_refused_is_made_again(open_page: Open, teacher: Teacher) -> None:
    answers = [503, 429]

    def refuse(route: Route) -> None:
        route.fulfill(status=answers.pop()) if answers else route.continue_()

    page = open_page("/en/nothing", viewport=PHONE)
    page.route("**/events", refuse)
    page.goto(f"/en/room/{teacher.code}")
    expect(page.locator("#connection")).to_have_text("● Connecting …")
    expect(page.locator("#connection")).to_have_text("● following", timeout=PATIENCE)
    teacher.do("ask", **TYPED)
    told(page, "What does it print?")
    assert not answers


def test_a_program_is_changed_run_offered_and_never_lost(join: Open, teacher: Teacher) -> None:
    page = join()
    teacher.do("send", source="import torch\nx = torch.ones(2)\n")
    page.wait_for_selector("code-editor[data-ready]")
    page.locator("#source").fill("import torch\nx = torch.ones(2)\nx.add_(1)\n")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#ending")).to_contain_text("ran to its end", timeout=PATIENCE)
    expect(page.locator("#result [data-shown]")).to_contain_text("add_ writes into storage A")
    page.get_by_role("button", name="Offer this program").click()
    expect(page.locator("#offered")).to_contain_text("You offer a program to be shown to all")
    assert "3 lines" in teacher.offers()
    page.reload()
    expect(page.locator("#source")).to_have_value("import torch\nx = torch.ones(2)\nx.add_(1)\n")
    teacher.do("switch", name="runs_locked", on="1")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_disabled()
    expect(page.locator("#runs-locked")).to_contain_text("You can go on typing")
    teacher.do("send", source="y = 2\n")
    expect(page.locator("#source")).to_have_value("y = 2\n")
    page.get_by_role("button", name="Bring back what I typed before").click()
    expect(page.locator("#source")).to_have_value("import torch\nx = torch.ones(2)\nx.add_(1)\n")
    teacher.do("send", back="1")
    expect(page.locator("#program-told")).to_contain_text("What you typed is still here.")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("#offered")).to_be_hidden()
    assert "Nobody offers one." in teacher.offers()


def test_a_player_and_an_editor_are_left_alone_by_what_does_not_concern_them(join: Open, teacher: Teacher) -> None:
    page = join()
    teacher.do("ask", **PREDICTED)
    teacher.do("lock", "run")
    page.locator(".did .back").click(timeout=PATIENCE)
    page.evaluate("document.querySelector('.did').mine = true")
    teacher.do("switch", name="names_muted", on="1")
    expect(page.locator("#muted")).to_be_visible()
    assert page.evaluate("document.querySelector('.did').mine")
    expect(page.locator(".did [data-shown] h3")).to_have_text("Step 6 of 7")


def test_a_question_comes_into_view_unless_somebody_types(join: Open, teacher: Teacher) -> None:
    page = join(viewport=SMALL)
    teacher.do("send", source="x = 1\n" * 30)
    page.wait_for_selector("code-editor[data-ready]")
    page.locator("#source").focus()
    page.locator("#tools").scroll_into_view_if_needed()
    teacher.do("ask", **TYPED)
    expect(page.locator("#to-stage")).to_have_text("Question 1")
    expect(page.locator("#phase")).not_to_be_in_viewport()
    page.locator("#to-stage").click()
    expect(page.locator("#phase")).to_be_in_viewport()
    expect(page.locator("#to-stage")).to_be_hidden()
    page.locator("#tools").scroll_into_view_if_needed()
    page.locator("h1").evaluate("document.activeElement.blur()")
    teacher.do("lock")
    expect(page.locator("#phase")).to_be_in_viewport()
    expect(page.locator("#to-stage")).to_be_hidden()


def test_a_hand_and_a_name_are_given_without_leaving_the_page(join: Open) -> None:
    page = join()
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name="I am stuck").click()
    expect(page.get_by_role("button", name="You said that you are stuck")).to_be_focused()
    page.get_by_text("Nickname").click()
    page.fill("#name", "  Ada   L. ")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#nickname [role=status]")).to_have_text("Saved.")
    assert page.evaluate("window.stayed")
    page.reload()
    expect(page.locator("#name")).to_have_value("Ada L.")
    page.get_by_role("button", name="You said that you are stuck").click()
    expect(page.get_by_role("button", name="I am stuck")).to_be_visible()


def test_a_room_that_is_closed_leaves_what_was_typed(join: Open, teacher: Teacher) -> None:
    page = join()
    teacher.do("ask", **PREDICTED)
    teacher.do("send", source="x = 1\n")
    page.wait_for_selector("code-editor[data-ready]")
    page.locator("#source").fill("x = 7\n")
    teacher.do("end")
    told(page, "This room is closed")
    expect(page.locator("#stage a").first).to_have_text("Lesson 3 · Two layers")
    expect(page.locator("#tools")).to_have_count(0)
    expect(page.locator("#source")).to_have_value("x = 7\n")
    assert not [each for each in page.context.cookies() if each.get("name", "").startswith("seat-")]


@pytest.mark.parametrize(("lang", "scheme", "viewport"), [("en", "light", PHONE), ("zh", "dark", SMALL)])
def test_all_phases_can_be_read_by_everyone_and_strangers_words_are_text(
    join: Open, teacher: Teacher, lang: str, scheme: str, viewport: dict[str, int]
) -> None:
    page = join(lang, color_scheme=scheme, viewport=viewport)
    page.on("dialog", lambda _: pytest.fail("a stranger's words were run"))
    check(page)
    teacher.do("send", source=f"print('{EVIL}')\nraise ValueError('{EVIL}')\n")
    teacher.do("ask", text=EVIL, choice=[EVIL, "b" * 150], source=f"print('{EVIL}')\nraise ValueError('{EVIL}')\n")
    page.locator("#nickname summary").click()
    page.fill("#name", EVIL[:24])
    page.locator("#nickname button").click()
    page.wait_for_selector("code-editor[data-ready]")
    page.locator("#program-form .main").click()
    expect(page.locator("#ending")).to_be_visible(timeout=PATIENCE)
    choose(page, 0)
    check(page)
    for act in ("lock", "run", "reveal"):
        teacher.do(act)
        phase = {"lock": "locked", "run": "ran", "reveal": "revealed"}[act]
        expect(page.locator(f'#stage[data-phase="{phase}"]')).to_be_visible(timeout=PATIENCE)
        check(page)
    assert page.locator(".did").inner_text().count(EVIL) == 2
    assert page.locator("#stage img, #stage script:not([type])").count() == 0
    teacher.do("end")
    expect(page.locator('#stage[data-phase="ended"]')).to_be_visible()
    check(page)


def check(page: Page) -> None:
    """Nothing scrolls sideways, every target is large enough, and axe finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for target in page.query_selector_all("#room :is(.choice:has(input), button, summary, input:not([type=radio]))"):
        box = target.bounding_box()
        assert box is None or box["height"] >= 36, target.inner_html()
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def test_all_of_it_works_without_javascript(open_page: Open, teacher: Teacher) -> None:
    teacher.do("ask", **TYPED)
    page = open_page(f"/en/room/{teacher.code}?still=1", viewport=PHONE, java_script_enabled=False)
    page.locator("#vote label").nth(1).click()
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.get_by_role("button", name="Change my vote")).to_be_visible()
    page.get_by_role("button", name="I am stuck").click()
    expect(page.get_by_role("button", name="You said that you are stuck")).to_be_visible()
    teacher.do("lock", "run", "reveal")
    page.goto(f"/en/room/{teacher.code}?still=1")
    expect(page.locator(".did-said")).to_have_text("the answer\n")
    expect(page.locator(".votes-share")).to_have_text(["0 %", "100 %"])


def test_the_page_of_a_question_is_light(join: Open, teacher: Teacher) -> None:
    teacher.do("ask", **PREDICTED)
    page = join()
    wait_until(page, "performance.getEntriesByType('resource').length > 8")
    loads = page.evaluate(
        "['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind))"
        ".map(({name, encodedBodySize}) => [name, encodedBodySize])"
    )
    assert len(loads) <= 14
    assert sum(size for name, size in loads if ".css" in name) <= 8 * 1024
    assert sum(size for name, size in loads if ".js" in name) <= 12 * 1024
