import pytest

from app.korean import Status, check
from app.korean.judging.feedback import feedback


@pytest.mark.parametrize("status", list(Status))
def test_every_outcome_is_said_in_both_languages(status: Status) -> None:
    korean, english = feedback(status, [], korean=True)
    assert korean
    assert english.isascii()


def test_each_rule_is_explained_once() -> None:
    korean, english = feedback(Status.CORRECTED, check("제가 할께요. 제가 갈께요."), korean=True)
    assert korean.count("'-(으)ㄹ게'라고 써요") == 1
    assert english.count("It sounds like 께") == 1


def test_what_is_not_korean_is_asked_for_in_korean() -> None:
    assert feedback(Status.UNCLEAR, [], korean=False) == (
        "한국어로 써 보세요.",
        "Try writing it in Korean.",
    )


def test_perfect_says_what_was_checked_and_does_not_praise() -> None:
    assert feedback(Status.PERFECT, [], korean=True)[1] == (
        "No mistake found: speech level, spelling, particles."
    )
