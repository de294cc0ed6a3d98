"""The particle that fits: after consonant, vowel, ㄹ, digit, abbreviation."""

import pytest

from app.tutor.particles import UnknownSoundError, fitted, has_known_sound


@pytest.mark.parametrize(
    ("word", "pair", "whole"),
    [
        ("비빔밥", "을/를", "비빔밥을"),
        ("커피", "을/를", "커피를"),
        ("민준", "아/야", "민준아"),
        ("지우", "아/야", "지우야"),
        ("물", "으로/로", "물로"),
        ("집", "으로/로", "집으로"),
        ("버스", "으로/로", "버스로"),
        ("학생", "이구나/구나", "학생이구나"),
        ("가수", "이에요/예요", "가수예요"),
        ("친구", "이랑/랑", "친구랑"),
        ("TV", "을/를", "TV를"),
        ("PPL", "은/는", "PPL은"),
        ("URL", "으로/로", "URL로"),
        ("3", "이/가", "3이"),
        ("2", "이/가", "2가"),
        ("6", "으로/로", "6으로"),
        ("7", "으로/로", "7로"),
    ],
)
def test_the_particle_fits_the_last_sound(word: str, pair: str, whole: str) -> None:
    assert fitted(word, pair) == whole


@pytest.mark.parametrize("word", ["Netflix", "Jim", "", "ㅋㅋ", "커피!"])
def test_a_word_of_unknown_sound_is_refused_not_guessed(word: str) -> None:
    assert not has_known_sound(word)
    with pytest.raises(UnknownSoundError):
        fitted(word, "을/를")
