from collections import Counter
from pathlib import Path

import app.korean.pronunciation.word_sounds as table
from app.korean.pronunciation.sound_changes import TENSE, at_the_end
from app.korean.pronunciation.syllable import Syllable
from app.korean.pronunciation.word_sounds import second_elements, word_sounds, words_of

_FILE = Path(table.__file__).parent.parent / "data" / "pronunciation" / "words.tsv"
_EFFECTS = {"tense", "tense-after-sonorant", "tense-after-l", "n", "nn"}


def test_no_word_stands_twice() -> None:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    words = Counter(line.partition("\t")[0] for line in lines if not line.startswith("#"))
    assert [word for word, times in words.items() if times > 1] == []


def _may_sound(written: str, before: str, said: str) -> bool:
    was, becomes, last = (
        Syllable.of(written),
        Syllable.of(said),
        Syllable.of(before.replace(" ", "가")),
    )
    assert was is not None
    assert becomes is not None
    assert last is not None
    coda = becomes.coda in {was.coda, at_the_end(was.coda), "ㅅ", "ㅂ", "ㄱ"}
    onset = becomes.onset in {was.onset, TENSE.get(was.onset)}
    inserted = becomes.onset == "ㄴ" and bool(last.coda)
    return was.vowel == becomes.vowel and coda and (onset or inserted)


def test_a_word_sounds_as_written_but_for_what_only_the_word_tells() -> None:
    wrong = [
        word
        for word, sound in word_sounds().items()
        if len(word) != len(sound) or not all(map(_may_sound, word, " " + word[:-1], sound))
    ]
    assert wrong == []


def test_second_elements_have_an_effect_that_is_known() -> None:
    assert {one.effect for one in second_elements().values()} == _EFFECTS
    assert all(one.least >= 1 for one in second_elements().values())


def test_a_kind_that_is_not_there_has_no_words() -> None:
    assert words_of("no-such-kind") == frozenset()
    assert "몇" in words_of("linking-determiner")
