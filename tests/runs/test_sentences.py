"""What the Lab says of a run, it can say in every language: the words are a template, apart from what is filled in."""

import pytest

from inplace_lab.errors import Busy, TooMany
from inplace_lab.i18n import CHINESE, translations
from inplace_lab.runs.endings import MOST_WORDS, understand
from inplace_lab.runs.report import Status
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.protocol import Ending, Limits
from inplace_lab.sentence import Sentence, sentence
from inplace_lab.trace import Failure, Snippet

from .fakes import EMPTY, FakeSandbox, asked, outcome, served, settled

LIMITS = Limits(1.5, 20, 1024**3, 65536, 1, 1, 64, 1, 1)
ENDINGS = {
    Ending.WALL: "程序运行满 1.5 秒，已被停止。请检查是否有死循环，或减少计算量。",
    Ending.MEMORY: "程序使用的内存超过了一次运行可用的 1024 MiB，已被停止。请把张量改小。",
    Ending.SIGNAL: "进程崩溃了（信号 11），问题出在 Python 之外。请逐步删减程序直到能够运行，以找出是哪一行。",
}


def in_chinese(said: Sentence) -> str:
    """The sentence as a Chinese page says it."""
    return translations(CHINESE).gettext(said.text) % said.values


def failed(**facts: object) -> tuple[Status, Sentence]:
    """What is said of a program that raised something."""
    given = {"type": "ValueError", "message": "", "line": 4, "step": None, "traceback": "", **facts}
    trace = EMPTY.model_copy(update={"failure": Failure.model_validate(given)})
    return understand(outcome(), trace, LIMITS)


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_ending_is_told_in_chinese_with_the_same_numbers(ending: Ending) -> None:
    _, said = understand(outcome(ending, b"", code=11), None, LIMITS)
    assert in_chinese(said) == ENDINGS[ending]


@pytest.mark.parametrize("ending", Ending)
def test_every_ending_is_said_in_english_and_in_chinese(ending: Ending) -> None:
    _, said = understand(outcome(ending, b"", code=11), None, LIMITS)
    assert str(said).endswith(".")
    assert in_chinese(said).endswith("。")


def test_the_program_s_own_words_stay_as_they_are_and_are_no_template() -> None:
    _, said = failed(type="SyntaxError", message="100 %(line)s %d %")
    assert str(said) == "Python cannot read the program: 100 %(line)s %d %. Correct the line and run again."
    assert "100 %(line)s %d %" in in_chinese(said)


def test_words_without_end_are_cut() -> None:
    for kind in ("SyntaxError", "x" * 10**6):
        assert len(str(failed(type=kind, message="x" * 10**6)[1])) < MOST_WORDS + 200


@pytest.mark.parametrize(("line", "words"), [(4, "第 4 行被拒绝。运行时没有网络。"), (None, "已拒绝。")])
def test_a_refusal_names_its_line_where_that_is_known(line: int | None, words: str) -> None:
    status, said = failed(type="socket.gaierror", message="[Errno -3] Temporary failure", line=line)
    assert status is Status.REFUSED
    assert str(said).startswith("Refused in line 4. " if line else "Refused. ")
    assert in_chinese(said).startswith(words)


def test_a_report_says_the_same_twice() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        report = await service.run(Snippet(source="1"))
        assert str(report.sentence) == report.message
        assert in_chinese(report.sentence) == "程序运行完毕。"

    served(check)


def test_whoever_is_beyond_its_share_hears_so_in_chinese() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.gate.clear()
        runs = [asked(service, "1"), asked(service, "2")]
        await settled()
        with pytest.raises(TooMany) as refused:
            await service.run(Snippet(source="3"))
        assert refused.value.sentence is not None
        assert str(refused.value.sentence) == refused.value.detail
        assert in_chinese(refused.value.sentence) == (
            "你有 1 次运行正在进行、1 次在排队，已达到每位用户的上限。下一次排在第 1 位，约 1 秒后开始。"
        )
        for run in runs:
            run.cancel()

    served(check)


def test_an_error_without_a_sentence_has_its_words() -> None:
    assert (Busy("Full.").sentence, Busy("Full.").detail) == (None, "Full.")
    assert Busy(sentence("The sandbox has been stopped.")).detail == "The sandbox has been stopped."
