"""The words whose sound their letters do not tell, and the elements that change a compound."""

from dataclasses import dataclass
from functools import cache

from app.korean.tables import rows_of


@dataclass(frozen=True, slots=True)
class SecondElement:
    """A word or suffix that changes its first consonant after another word.

    `effect` is `tense` (문제+점 [쩜]), `tense-after-sonorant` (보름+달 [딸], but 물레+방아),
    `tense-after-l` (현실+적 [쩍], but 사회+적), `n` (두통+약 [냑]: ㄴ is put in after a final
    consonant) or `nn` (의견+란: ㄴ and ㄹ are said ㄴㄴ). `least` is the number of syllables that
    stand before it.
    """

    form: str
    effect: str
    least: int


@cache
def word_sounds() -> dict[str, str]:
    """Return words by spelling, each written as if spelling followed the sound (물가: 물까).

    As many syllables as the word has; verbs and adjectives in their dictionary form. A word that
    is written as it stands only looks like one of a class that changes.
    """
    return {row["word"]: row["as_if_written"] for row in rows_of("pronunciation/words.tsv")}


@cache
def longest_word() -> int:
    """Return the number of syllables of the longest word in the table."""
    return max(map(len, word_sounds()))


@cache
def second_elements() -> dict[str, SecondElement]:
    """Return the elements that change their first consonant after another word, by form."""
    return {
        row["element"]: SecondElement(row["element"], row["effect"], int(row["least"]))
        for row in rows_of("pronunciation/second_elements.tsv")
    }


@cache
def longest_second_element() -> int:
    """Return the number of syllables of the longest second element."""
    return max(map(len, second_elements()))


def words_of(kind: str) -> frozenset[str]:
    """Return the words of one kind in `kinds.tsv`; none for a kind that is not there."""
    return _kinds().get(kind, frozenset())


@cache
def _kinds() -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for row in rows_of("pronunciation/kinds.tsv"):
        kinds.setdefault(row["kind"], set()).add(row["word"])
    return {kind: frozenset(words) for kind, words in kinds.items()}
