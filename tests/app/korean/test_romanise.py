from app.korean.pronunciation.syllable import Syllable
from app.korean.romanise import in_latin, romanise


def test_the_text_comes_back_composed() -> None:
    found = romanise("\u1112\u1161\u11ab")
    assert (found.text, found.romanised) == ("한", "han")


def test_two_liquids_are_written_ll() -> None:
    assert in_latin((Syllable("ㅅ", "ㅣ", "ㄹ"), Syllable("ㄹ", "ㅏ", ""))) == ["sil", "la"]
    assert in_latin((Syllable("ㄹ", "ㅏ", ""),)) == ["ra"]
