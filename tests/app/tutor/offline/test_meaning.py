"""Questions after the meaning of a word."""

import pytest

from app.tutor.offline.meaning import asked_meaning, meaning_of


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("'약속'이 무슨 뜻이에요?", "약속"),
        ("약속은 무슨 뜻이야?", "약속"),
        ("먹다가 무슨 뜻이야?", "먹다"),
        ("고양이 무슨 뜻이에요?", "고양이"),
        ("고양이가 무슨 뜻이에요?", "고양이"),
        ("김치라는 말이 무슨 뜻이에요?", "김치"),
        ("뷁뷁이 무슨 뜻이야?", "뷁뷁"),
        ("이게 무슨 뜻이에요?", None),
        ("무슨 뜻이에요?", None),
        ("좋은 뜻이에요", None),
    ],
)
def test_the_word_is_found_in_dictionary_form(text: str, word: str | None) -> None:
    assert asked_meaning(text) == word


def test_the_meaning_is_that_of_the_dictionary() -> None:
    assert meaning_of("먹다", in_korean=False) == "to eat"
    assert "음식" in (meaning_of("먹다", in_korean=True) or "")
    assert meaning_of("뷁뷁", in_korean=False) is None
