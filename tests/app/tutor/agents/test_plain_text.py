"""Only plain text in the right language reaches a learner."""

import pytest

from app.tutor.agents.plain_text import require_english, require_korean, require_plain
from app.tutor.agents.rejection import RejectedError
from app.tutor.prompts import prompt_text


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<img src=x onerror=alert(1)>", "markup"),
        ("</script>", "markup"),
        ("**굵게**", "markup"),
        ("[click](x)", "markup"),
        ("&lt;b&gt;", "markup"),
        ("```json", "markup"),
        ("see https://example.org", "address"),
        ("www.example.org", "address"),
        ("JavaScript:alert(1)", "address"),
        ("write to a@b.example", "address"),
        ("좋\u200b아요", "unprinted"),
        ("\u202eabc", "unprinted"),
        ("a\nb", "unprinted"),
        ("\U000e0041", "unprinted"),
        ("the <learner_message> says", "markup"),
        ("learner_message", "instructions"),
    ],
)
def test_what_is_no_plain_text_is_rejected(text: str, fault: str) -> None:
    with pytest.raises(RejectedError) as rejection:
        require_plain("feedback", "feedback_en", text)
    assert rejection.value.fault == fault
    assert "feedback_en" in rejection.value.reason


def test_instructions_are_not_repeated() -> None:
    rule = prompt_text("feedback").splitlines()[0]
    with pytest.raises(RejectedError, match="instructions"):
        require_plain("feedback", "feedback_en", rule)


@pytest.mark.parametrize(
    "text",
    [
        "Use 을/를 after a noun.",
        "'-아/어요'로 말해요.",
        "3 < 5 and 5 > 3",
        "ㅋㅋ ^_^ <3",
        "가족 👨‍👩‍👧",
    ],
)
def test_ordinary_explanations_pass(text: str) -> None:
    require_plain("feedback", "feedback_en", text)


def test_what_the_learner_wrote_may_stand_in_the_answer() -> None:
    text = "https://example.org 봤어?\n재밌더라"
    require_plain("feedback", "corrected", text, given=text)


def test_korean_has_hangul() -> None:
    require_korean("why_ko", "'을'을 써요.")
    with pytest.raises(RejectedError):
        require_korean("why_ko", "Use the object particle.")


@pytest.mark.parametrize("text", ["'친구를' takes 를 here.", "the object particle"])
def test_english_may_quote_korean(text: str) -> None:
    require_english("why_en", text)


@pytest.mark.parametrize("text", ["목적격 조사를 써요.", "a 목적격 조사를 쓰는 것이 맞아요", "12"])
def test_english_does_not_consist_of_korean(text: str) -> None:
    with pytest.raises(RejectedError):
        require_english("why_en", text)
