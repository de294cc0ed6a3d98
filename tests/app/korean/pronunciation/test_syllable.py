import pytest

from app.korean.pronunciation.syllable import Syllable, compose, is_syllable


@pytest.mark.parametrize("character", ["가", "값", "힣", "의", "뷁"])
def test_a_syllable_comes_together_as_it_was(character: str) -> None:
    syllable = Syllable.of(character)
    assert syllable is not None
    assert str(syllable) == character


def test_its_letters() -> None:
    assert Syllable.of("닭") == Syllable("ㄷ", "ㅏ", "ㄺ")
    assert Syllable.of("아") == Syllable("ㅇ", "ㅏ", "")


@pytest.mark.parametrize("character", ["a", "ㅋ", "ᄀ", "漢", " "])
def test_what_is_no_whole_syllable_has_no_letters(character: str) -> None:
    assert Syllable.of(character) is None
    assert not is_syllable(character)


def test_a_letter_that_cannot_end_a_syllable_is_an_error() -> None:
    with pytest.raises(ValueError, match="not in"):
        compose("ㄱ", "ㅏ", "ㄸ")
