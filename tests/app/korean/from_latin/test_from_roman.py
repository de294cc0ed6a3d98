from app.korean import load
from app.korean.from_latin.from_roman import from_roman, popular_spellings


def test_popular_spellings_are_read_as_they_say() -> None:
    load()
    for latin, hangul in popular_spellings().items():
        assert from_roman(latin).best == hangul[0]


def test_too_long_a_text_is_left_alone() -> None:
    assert from_roman("annyeong " * 30).best is None


def test_alternatives_differ_in_one_word() -> None:
    guess = from_roman("naega haesseoyo")
    assert guess.best == "내가 했어요"
    assert "네가 했어요" in guess.alternatives
