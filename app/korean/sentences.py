"""Cuts a message into sentences of the writer's own voice, each with the ending that closes it."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from app.korean.ambiguous_endings import settled, speaks_hage
from app.korean.analyser import Morpheme, analyse, normalise
from app.korean.endings import ending_senses
from app.korean.final_endings import (
    Ending,
    final_ending,
    is_final,
    is_left_hanging,
    is_polite_particle,
    joins,
)
from app.korean.quotation import ends_a_reported_clause, own_voice

__all__ = ["Ending", "Sentence", "sentences"]

_CACHED_TEXTS: Final = 256
_TRAILING = frozenset(
    {"SF", "SP", "SE", "SO", "SW", "SSC", "W_EMOJI", "Z_CODA", "W_HASHTAG", "W_MENTION"}
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its place, morphemes, and the ending that closes it if it has one.

    `unfinished`: it stops at a connective ending (피곤해서), as people do in a chat, or at one that
    is no ending of a sentence.
    `marks`: the punctuation and laughter after it.
    """

    start: int
    end: int
    morphemes: tuple[Morpheme, ...]
    ending: Ending | None
    unfinished: bool
    marks: str

    @property
    def asks(self) -> bool:
        """Whether a question mark closes the sentence."""
        return "?" in self.marks


def sentences(text: str) -> tuple[Sentence, ...]:
    """Cut `text` into sentences; quotations belong to none of them.

    A final ending cuts, with or without punctuation; so do . ? ! and line ends.
    """
    return _sentences(normalise(text))


@lru_cache(maxsize=_CACHED_TEXTS)
def _sentences(text: str) -> tuple[Sentence, ...]:
    morphemes = own_voice(text, analyse(text))
    found: list[Sentence] = []
    first = 0
    index = 0
    while index < len(morphemes):
        after = _cut_after(text, morphemes, index)
        if after is not None:
            found.append(_sentence(text, morphemes[first:after]))
            first = after
            index = after
        else:
            index += 1
    if first < len(morphemes):
        found.append(_sentence(text, morphemes[first:]))
    return _settled(morphemes, found)


def _settled(morphemes: tuple[Morpheme, ...], found: list[Sentence]) -> tuple[Sentence, ...]:
    """Give the endings that stand for two styles the one that the message speaks for."""
    hage = speaks_hage(morphemes, tuple(one.ending for one in found if one.ending is not None))
    return tuple(
        one
        if one.ending is None
        else replace(one, ending=settled(one.ending, one.morphemes, one.marks, hage=hage))
        for one in found
    )


def _cut_after(text: str, morphemes: tuple[Morpheme, ...], index: int) -> int | None:
    """Return the index after the sentence that ends with the morpheme at `index`, or None."""
    one = morphemes[index]
    closes = (
        one.tag == "SF"
        or _line_ends_after(text, morphemes, index)
        or (one.tag == "EF" and _closes(morphemes, index))
        or (one.tag == "EC" and _ends_before_a_comma(morphemes, index))
        or (is_polite_particle(morphemes, index) and _stands_last(morphemes, index))
    )
    if not closes:
        return None
    index += 1
    while index < len(morphemes) and (
        morphemes[index].tag in _TRAILING or is_polite_particle(morphemes, index)
    ):
        index += 1
    return index


def _closes(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    sense = ending_senses().get(morphemes[index].form)
    if sense is not None and joins(sense):
        return _stands_last(morphemes, index) or is_polite_particle(morphemes, index + 1)
    return not ends_a_reported_clause(morphemes, index)


def _ends_before_a_comma(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether an ending that Kiwi calls connective is final: 알죠, 저도 가요."""
    if index + 1 == len(morphemes) or morphemes[index + 1].tag != "SP":
        return False
    sense = ending_senses().get(morphemes[index].form)
    for_example = index > 0 and morphemes[index - 1].form == "들"
    reported = ends_a_reported_clause(morphemes, index)
    return sense is not None and is_final(sense) and not for_example and not reported


def _line_ends_after(text: str, morphemes: tuple[Morpheme, ...], index: int) -> bool:
    if index + 1 == len(morphemes):
        return False
    return "\n" in text[morphemes[index].end : morphemes[index + 1].start]


def _stands_last(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    return index + 1 == len(morphemes) or morphemes[index + 1].tag in _TRAILING


def _sentence(text: str, morphemes: tuple[Morpheme, ...]) -> Sentence:
    last = len(morphemes) - 1
    while last >= 0 and morphemes[last].tag in _TRAILING:
        last -= 1
    marks_start = morphemes[last].end if last >= 0 else morphemes[0].start
    end = max(one.end for one in morphemes)
    marks = text[marks_start:end]
    ending = final_ending(text, morphemes, last, marks) if last >= 0 else None
    unfinished = (
        last >= 0 and morphemes[last].tag in {"EC", "EF"}
        if ending is None
        else is_left_hanging(ending, marks)
    )
    return Sentence(morphemes[0].start, end, morphemes, ending, unfinished, marks)
