import pytest

from app.korean import analyse
from app.korean.restyling.listener_pronouns import names_the_listener_plainly, plain_second_person


def _changed(text: str) -> str:
    for splice in reversed(plain_second_person(analyse(text), text)):
        text = text[: splice.start] + splice.becomes + text[splice.end :]
    return text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("당신이 왔어", "네가 왔어"),
        ("당신은 왔어", "너는 왔어"),
        ("당신을 봤어", "너를 봤어"),
        ("당신의 꿈", "너의 꿈"),
        ("당신과도 얘기해", "너와도 얘기해"),
        ("당신이라면 갈래?", "너라면 갈래?"),
        ("당신들이 왔어", "너희가 왔어"),
        ("당신네 나라", "너네 나라"),
        ("당신 생각은 달라", "네 생각은 달라"),
        ("당신 부모님은 어디 계셔?", "너희 부모님은 어디 계셔?"),
        ("당신 게임해?", "너 게임해?"),
        ("님은 어때?", "너는 어때?"),
    ],
)
def test_you_takes_its_plain_shape_with_its_particle(text: str, plain: str) -> None:
    assert _changed(text) == plain


@pytest.mark.parametrize("text", ["민수 님이 왔어", "선생님이 왔어", "너는 왔어"])
def test_a_title_is_no_pronoun(text: str) -> None:
    assert _changed(text) == text


def test_a_plain_you_is_seen_outside_quotations() -> None:
    assert names_the_listener_plainly("네가 했어요?")
    assert not names_the_listener_plainly('"너"라고 했어요.')
