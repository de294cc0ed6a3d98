"""Numbers and what they count: 오만 is one word, 개 a counter after 세, no dog."""

from typing import Final

from app.korean.analysis.word_classes import words_in
from app.korean.dictionary import dictionary
from app.korean.vocabulary.joined_words import with_what_follows
from app.korean.vocabulary.lexeme import PARTS_OF_SPEECH, Analysed, Lexeme, known, lexeme_of

_COUNTING: Final = frozenset({"SN", "NR"})


def number(analysed: Analysed, first: int, pos: str) -> Lexeme:
    """Return a number as one word, however many Kiwi makes of it: 오 + 만, 열 + 두."""
    last = first
    while (following := analysed.glued(last + 1)) is not None and (
        following.part == "NR" or following.form in words_in("counting-determiner")
    ):
        last += 1
        pos = PARTS_OF_SPEECH.get(following.part, pos)
    if last == first and (following := analysed.glued(first + 1)) is not None:
        joined = with_what_follows(analysed, first, "determiner")
        if joined is not None:
            return joined
    return lexeme_of(first, last, analysed.written(first, last), pos)


def counter(analysed: Analysed, index: int) -> Lexeme | None:
    """Return a dependent noun only where it counts: 세 개, 첫 번째; 것 and 수 are grammar."""
    if not counts(analysed, index):
        return None
    following = analysed.glued(index + 1)
    last = index + 1 if following is not None and following.form == "째" else index
    lemma = analysed.written(index, last)
    # So short a noun is another word: 개 counts things, a 개 barks.
    parts = ("counter", "noun") if len(lemma) > 1 else ("counter",)
    if (found := known(index, last, lemma, *parts)) is not None:
        return found
    entries = dictionary(lemma, "dependent noun")
    return Lexeme(index, last, lemma, "counter", entries[0] if entries else None)


def counts(analysed: Analysed, index: int) -> bool:
    """Whether a number stands before the morpheme at `index`."""
    before = analysed[index - 1] if index else None
    return before is not None and (
        before.part in _COUNTING
        or (before.part == "MM" and before.form in words_in("counting-determiner"))
    )
