"""A finished reply is measured against its persona, its learner's level and its rules."""

import pytest

from app.tutor.agents import reply_check
from app.tutor.agents.reply_check import MOST_CHARACTERS, slips
from app.tutor.prompts import prompt_text


def found(
    text: str, persona: str = "friend", closeness: int = 2, level: str = "advanced"
) -> tuple[str, ...]:
    return slips(text, persona=persona, closeness=closeness, level=level)


@pytest.mark.parametrize(
    ("persona", "closeness", "text"),
    [
        ("friend", 2, "진짜? 나도 가고 싶다! 언제 가?"),
        ("friend", 3, "ㅋㅋ 대박. 같이 가자!"),
        ("honey", 2, "보고 싶었어. 밥은 먹었어요?"),
        ("coworker", 1, "반갑습니다. 점심 드셨어요?"),
        ("senior", 2, "그 수업 좀 어려워. 잘할 수 있어요."),
        ("boss", 1, "수고하셨습니다. 내일 봐요."),
        ("stranger", 1, "네, 만 원이에요. 봉투 필요하세요?"),
        ("friend", 2, "커피 한 잔!"),
    ],
)
def test_replies_in_character_do_not_slip(persona: str, closeness: int, text: str) -> None:
    assert found(text, persona, closeness) == ()


@pytest.mark.parametrize(
    ("persona", "closeness", "text"),
    [
        ("friend", 2, "안녕하세요. 오늘 뭐 했어요?"),
        ("sibling", 3, "밥은 드셨습니까?"),
        ("boss", 1, "밥 먹었어? 같이 가자."),
        ("stranger", 2, "저기로 가. 금방이야."),
    ],
)
def test_a_reply_in_another_style_slips(persona: str, closeness: int, text: str) -> None:
    assert "style" in found(text, persona, closeness)


def test_a_reply_without_korean_slips() -> None:
    assert "language" in found("Sure, let us speak English!")


def test_a_beginner_is_not_given_a_speech() -> None:
    speech = "나는 어제 친구랑 영화 보고 밥 먹고 집에 왔어. " * 3
    assert "length" in found(speech, level="beginner")
    assert "length" not in found(speech, level="advanced")
    assert "length" not in found("나는 어제 친구랑 영화 봤어. 너는 뭐 했어?", level="beginner")


def test_what_is_longer_than_any_reply_may_be_slips_without_being_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Reading takes the event loop seconds where an upstream speaks on and on."""
    read: list[str] = []
    monkeypatch.setattr(reply_check, "concern", read.append)
    sentence = "나는 어제 친구랑 영화 봤어. "
    assert found(sentence * (MOST_CHARACTERS // len(sentence))) == ()
    assert len(read) == 1
    assert found(sentence * (MOST_CHARACTERS // len(sentence) + 1)) == ("length",)
    assert len(read) == 1


def test_a_reply_that_repeats_its_instructions_slips() -> None:
    rule = next(line for line in prompt_text("reply").splitlines() if line.startswith("- React"))
    assert "rules" in found(f"응! {rule}")


def test_help_lines_are_no_slip_and_asking_for_a_number_is() -> None:
    assert "rules" not in found("걱정돼. 자살예방 상담전화 109에 전화해 줘.")
    assert "rules" in found("전화번호 알려 줘!")
