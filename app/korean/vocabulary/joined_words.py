"""Words that Kiwi takes apart and a dictionary has as one: 그분, 언제나, 물어보다, 글쓰기."""

from typing import Final

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.vocabulary.lexeme import Analysed, Lexeme, known

_DESCRIBING: Final = frozenset({"MM", "NR", "SN", "ETM", "NNG", "NP", "NNB"})
_POINTING: Final = frozenset({"이", "그", "저"})


def with_what_follows(analysed: Analysed, index: int, pos: str) -> Lexeme | None:
    """Return 그분, 이번, 한번, 언제나, 잘하다: two morphemes, one word of the dictionary."""
    following = analysed[index + 1]
    lemma = analysed.written(index, index) + following.form
    if pos == "determiner" and following.part in {"NNB", "NNG", "NP"}:
        if (found := known(index, index + 1, lemma, "pronoun", "noun", "adverb")) is not None:
            return found
        if analysed[index].form in _POINTING and following.form in words_in("joined-to-determiner"):
            # By spelling one word: 그분, 이곳, 그중.
            kind = "pronoun" if following.form in {"분", "곳", "쪽"} else "noun"
            return Lexeme(index, index + 1, lemma, kind, None)
        return None
    if pos == "pronoun" and following.part in {"JX", "NNG"}:
        return known(index, index + 1, lemma, "adverb", "pronoun", "noun")
    if pos == "adverb" and following.part in {"VV", "VA"}:
        return known(index, index + 1, lemma + "다", "verb", "adjective")
    return None


def contracted_pronoun(analysed: Analysed, index: int) -> Lexeme | None:
    """Return the 이것 of 이건, 이걸로, where Kiwi reads 이 + 건 or 이 + 걸."""
    one = analysed[index]
    if one.form not in _POINTING or one.part not in {"NP", "MM"}:
        return None
    written = analysed.text[one.start : one.start + 2]
    if written not in words_in("contracted-pronoun"):
        return None
    last = index
    while (following := analysed.glued(last + 1)) is not None and following.end <= one.start + 2:
        last += 1
    if analysed[last].end != one.start + 2:
        return None
    return known(index, last, one.form + "것", "pronoun")


def noun_in_gi(analysed: Analysed, index: int) -> Lexeme | None:
    """Return 글쓰기, 띄어쓰기, 달리기: verbs made nouns, where the dictionary has the noun.

    A single verb is one in 달리기를 and 듣기 시험, still a verb in 음악 듣기를 and 보기 싫다.
    """
    last = index
    while (one := analysed.glued(last + 1)) is not None and one.part != "ETN":
        last += 1
    if one is None or one.form != "기":
        return None
    last += 1
    if last == index + 1 and not _stands_as_noun(analysed, index, last):
        return None
    return known(index, last, analysed.written(index, last), "noun")


def _stands_as_noun(analysed: Analysed, first: int, last: int) -> bool:
    before = analysed[first - 1].part if first else ""
    if before in {"JKO", "NNG"} or last + 1 >= len(analysed.morphemes):
        return False
    return analysed[last + 1].part in {"JKO", "JC", "NNG"}


def adverb_in_ge(analysed: Analysed, index: int) -> Lexeme | None:
    """Return 어떻게, 늦게, where the dictionary has such an adverb of its own."""
    following = analysed.glued(index + 1)
    if following is None or (following.form, following.part) != ("게", "EC"):
        return None
    return known(index, index + 1, analysed[index].form + "게", "adverb")


def compound_verb(analysed: Analysed, index: int) -> Lexeme | None:
    """Return 물어보다, 도와주다 …: two verbs in one word, where the dictionary has it."""
    if index + 2 >= len(analysed.morphemes) or analysed[index + 1].tag != "EC":
        return None
    second = analysed[index + 2]
    if second.part not in {"VX", "VV", "VA"} or second.word != analysed[index].word:
        return None
    stem = analysed.written(index, index + 1)
    return known(index, index + 2, stem + second.form + "다", "verb", "adjective")


def noun_that_counts_nothing(analysed: Analysed, index: int) -> Lexeme | None:
    """Return 가지를 as the noun (eggplant) where Kiwi sees a counter but nothing is counted."""
    one = analysed[index]
    before = analysed[index - 1] if index else None
    if len(one.form) == 1 or (before is not None and before.part in _DESCRIBING):
        return None
    return known(index, index, one.form, "noun")


def without_honour(index: int, one: Morpheme, pos: str) -> Lexeme | None:
    """Return 오다 for 오시다: -(으)시- that Kiwi takes for a part of the stem."""
    stem = one.form.removesuffix("시")
    if stem == one.form or known(index, index, one.form + "다", "verb", "adjective"):
        return None
    return known(index, index, stem + "다", pos)
