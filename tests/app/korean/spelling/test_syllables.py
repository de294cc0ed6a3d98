import pytest

from app.korean.spelling.syllables import apart, final_of, together, vowel_of, with_final


@pytest.mark.parametrize(
    ("syllable", "letters"),
    [("가", ("ㄱ", "ㅏ", "")), ("읽", ("ㅇ", "ㅣ", "ㄺ")), ("쐈", ("ㅆ", "ㅘ", "ㅆ"))],
)
def test_a_syllable_is_taken_apart_and_put_together(
    syllable: str, letters: tuple[str, str, str]
) -> None:
    assert apart(syllable) == letters
    assert together(*letters) == syllable


def test_the_last_syllable_decides() -> None:
    assert (final_of("학생"), final_of("친구"), final_of("ok")) == ("ㅇ", "", None)
    assert (vowel_of("먹"), vowel_of("1")) == ("ㅓ", None)
    assert with_final("가", "ㅂ") == "갑"


def test_only_syllables_are_taken_apart() -> None:
    with pytest.raises(ValueError, match="no Hangul"):
        apart("ㅋ")
