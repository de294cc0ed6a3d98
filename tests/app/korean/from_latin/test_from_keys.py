import pytest

from app.korean.from_latin.from_keys import from_keys, type_keys


@pytest.mark.parametrize(
    ("keys", "written"),
    [
        ("rk", "가"),
        ("rkr", "각"),
        ("rkrk", "가가"),
        ("rkqtdl", "값이"),
        ("dho", "왜"),
        ("Ekfrl", "딸기"),
        ("dPdml", "예의"),
        ("zzz", "ㅋㅋㅋ"),
        ("dkzz", "아ㅋㅋ"),
    ],
)
def test_what_the_keys_write(keys: str, written: str) -> None:
    assert type_keys(keys) == written


def test_an_english_word_that_could_be_korean_is_kept_in_the_alternative() -> None:
    guess = from_keys("dkssud go")
    assert guess.best == "안녕 해"
    assert guess.alternatives == ("안녕 go",)
