import pytest

from app.korean import with_particle
from app.korean.particles import LastSound, final_consonant, last_sound


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
        ("3", "가", "3이"),
        ("8", "으로", "8로"),
        ("10", "로", "10으로"),
        ("PC", "은", "PC는"),
        ("LG", "이", "LG가"),
        ("ATM", "를", "ATM을"),
        ("50%", "을", "50%를"),
        ("K-pop", "을", "K-pop을"),
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


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("집", LastSound.CONSONANT),
        ("서울", LastSound.L),
        ("나", LastSound.VOWEL),
        ("7", LastSound.L),
        ("100", LastSound.CONSONANT),
        ("2.5", LastSound.VOWEL),
        ("MP3", None),
        ("GS25", None),
        ("GS", LastSound.VOWEL),
        ("FM", LastSound.CONSONANT),
        ("URL", LastSound.L),
        ("Netflix", LastSound.VOWEL),
        ("LINE", LastSound.CONSONANT),
        ("Jim", None),
        ("ㅋㅋ", None),
        ("", None),
    ],
)
def test_the_last_sound_is_the_one_read_aloud(word: str, sound: LastSound | None) -> None:
    assert last_sound(word) is sound
