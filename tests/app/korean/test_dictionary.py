import re
from collections import Counter

import pytest

from app.korean import Entry, Style, analyse, check, detect, dictionary
from app.korean.dictionary import entries

_PARTS = {"noun", "pronoun", "verb", "adjective", "adverb", "determiner", "interjection"}
_HANGUL = re.compile(r"[가-힣 ]+")


def test_there_are_at_least_fifteen_hundred_entries() -> None:
    assert len(entries()) >= 1500


def test_no_lemma_stands_twice_with_one_part_of_speech() -> None:
    counts = Counter((one.lemma, one.pos) for one in entries())
    assert [pair for pair, count in counts.items() if count > 1] == []


def test_every_entry_is_complete_and_well_formed() -> None:
    for one in entries():
        assert _HANGUL.fullmatch(one.lemma), one
        assert one.pos in _PARTS, one
        assert 1 <= one.level <= 6, one
        assert re.search("[가-힣]", one.sense_ko), one
        assert one.sense_en.isascii() or "é" in one.sense_en, one
        assert one.example.endswith((".", "?", "!")), one
        assert one.example_en.endswith((".", "?", "!")), one


def test_verbs_and_adjectives_stand_in_their_dictionary_form() -> None:
    inflected = [one for one in entries() if one.pos in {"verb", "adjective"}]
    assert [one for one in inflected if not one.lemma.endswith("다")] == []


def test_every_example_uses_its_word() -> None:
    def stem(entry: Entry) -> str:
        inflected = entry.pos in {"verb", "adjective"}
        return (entry.lemma.removesuffix("다") if inflected else entry.lemma).replace(" ", "")

    without = [
        one for one in entries() if stem(one) not in "".join(m.form for m in analyse(one.example))
    ]
    assert without == []


def test_every_example_is_polite_and_spelled_rightly() -> None:
    plain_words = {"나", "너"}
    for one in entries():
        assert check(one.example) == [], one
        wanted = Style.HAE if one.lemma in plain_words else Style.HAEYO
        assert detect(one.example).style is wanted, one


@pytest.mark.parametrize(
    ("lemma", "pos", "sense_en"),
    [
        ("먹다", "verb", "to eat"),
        ("춥다", "adjective", "to be cold (weather)"),
        ("주말", "noun", "weekend"),
    ],
)
def test_a_word_is_looked_up_by_lemma_and_part_of_speech(
    lemma: str, pos: str, sense_en: str
) -> None:
    (entry,) = dictionary(lemma, pos)
    assert entry.sense_en == sense_en
    assert entry in dictionary(lemma)


def test_one_spelling_may_be_several_words() -> None:
    assert {one.pos for one in dictionary("쓰다")} == {"verb", "adjective"}


def test_an_unknown_word_has_no_entry() -> None:
    assert dictionary("없는단어") == ()
    assert dictionary("먹다", "noun") == ()
