import pytest

from app.korean import with_particle
from app.korean.particles import final_consonant


@pytest.mark.parametrize(
    ("word", "particle", "written"),
    [
        ("부장님", "는", "부장님은"),
        ("선배", "은", "선배는"),
        ("민준", "야", "민준아"),
        ("지우", "아", "지우야"),
        ("책", "를", "책을"),
        ("커피", "을", "커피를"),
        ("학교", "과", "학교와"),
        ("서울", "으로", "서울로"),
        ("집", "로", "집으로"),
        ("부산", "로", "부산으로"),
        ("친구", "이랑", "친구랑"),
        ("학교", "에서", "학교에서"),
        ("K-pop", "을", "K-pop를"),
    ],
)
def test_a_particle_takes_the_shape_that_the_word_asks_for(
    word: str, particle: str, written: str
) -> None:
    assert with_particle(word, particle) == written


def test_a_final_consonant_is_told_of_hangul_only() -> None:
    assert [final_consonant(one) for one in ("집", "나", "", "A", "3")] == [
        True,
        False,
        None,
        None,
        None,
    ]
