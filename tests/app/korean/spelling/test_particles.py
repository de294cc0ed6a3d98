import pytest

from app.korean import analyse
from app.korean.spelling.particles import particle_errors


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("친구이 왔어요", "가"),
        ("책를 읽어요", "을"),
        ("학교은 커요", "는"),
        ("동생랑 갔어요", "이랑"),
        ("서울으로 가요", "로"),
        ("집로 가요", "으로"),
        ("당신와도 이야기하고 싶어요", "과도"),
        ("유민이은 왔어요", "는"),
        ("여기까지은 알아요", "는"),
        ("3가 좋아요", "이"),
        ("A은 틀렸어요", "는"),
    ],
)
def test_a_particle_in_the_wrong_shape_is_replaced(text: str, becomes: str) -> None:
    assert [one.becomes for one in particle_errors(text, analyse(text))] == [becomes]


@pytest.mark.parametrize(
    "text",
    [
        "나이가 많아요",
        "작은 집이에요",
        "보는 사람이 많아요",
        "제가 할게요",
        "나 지금 집가",
        "MP3는 있나",
    ],
)
def test_a_syllable_that_is_no_particle_is_left_alone(text: str) -> None:
    assert particle_errors(text, analyse(text)) == []
