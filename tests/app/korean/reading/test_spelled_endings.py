from app.korean import analyse
from app.korean.reading.spelled_endings import spelled_ending


def _found(text: str, *, misread: bool) -> tuple[str, int] | None:
    morphemes = analyse(text)
    last = max(index for index, one in enumerate(morphemes) if one.tag != "SF")
    return spelled_ending(text, morphemes, last, misread=misread)


def test_an_ending_is_known_by_its_letters_where_the_word_was_misread() -> None:
    found = _found("그 사람이 먹십시다.", misread=True)
    assert found is not None
    assert found[0] == "십시다"


def test_nouns_have_no_ending() -> None:
    assert _found("우리 누나", misread=True) is None
    assert _found("고구려", misread=True) is None


def test_what_is_rightly_read_is_left_alone() -> None:
    assert _found("밥을 먹습니다", misread=False) is None
