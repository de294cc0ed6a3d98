import pytest

from app.korean import analyse
from app.korean.spelling.particles import particle_errors


@pytest.mark.parametrize(
    ("text", "becomes"),
    [("친구이 왔어요", "가"), ("책를 읽어요", "을"), ("학교은 커요", "는"), ("저가 할게요", "제")],
)
def test_a_particle_in_the_wrong_shape_is_replaced(text: str, becomes: str) -> None:
    assert [one.becomes for one in particle_errors(text, analyse(text))] == [becomes]


@pytest.mark.parametrize(
    "text", ["나이가 많아요", "작은 집이에요", "보는 사람이 많아요", "제가 할게요"]
)
def test_a_syllable_that_is_no_particle_is_left_alone(text: str) -> None:
    assert particle_errors(text, analyse(text)) == []
