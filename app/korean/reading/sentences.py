"""Cuts a message into sentences of the writer's own voice, each with the ending that closes it."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from app.korean.analysis.analyser import analyse, normalise
from app.korean.analysis.morpheme import Morpheme
from app.korean.reading.ambiguous_endings import settled, speaks_hage, speaks_hao
from app.korean.reading.final_endings import Ending, final_ending, is_left_hanging
from app.korean.reading.quotation import own_voice
from app.korean.reading.sentence_ends import asked_before, cut_after, trails

__all__ = ["Ending", "Sentence", "sentences"]

_CACHED_TEXTS: Final = 256


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
        after = cut_after(text, morphemes, index)
        if after is not None:
            found.append(_sentence(text, morphemes[first:after], found))
            first = after
            index = after
        else:
            index += 1
    if first < len(morphemes):
        found.append(_sentence(text, morphemes[first:], found))
    return _settled(morphemes, found)


def _settled(morphemes: tuple[Morpheme, ...], found: list[Sentence]) -> tuple[Sentence, ...]:
    """Give the endings that stand for two styles the one that the message speaks for."""
    endings = tuple(one.ending for one in found if one.ending is not None)
    hage, hao = speaks_hage(morphemes, endings), speaks_hao(morphemes, endings)
    return tuple(
        one
        if one.ending is None
        else replace(one, ending=settled(one.ending, one.morphemes, one.marks, hage=hage, hao=hao))
        for one in found
    )


def _sentence(text: str, morphemes: tuple[Morpheme, ...], former: list[Sentence]) -> Sentence:
    last = len(morphemes) - 1
    while last >= 0 and trails(morphemes[last]):
        last -= 1
    marks_start = morphemes[last].end if last >= 0 else morphemes[0].start
    end = max(one.end for one in morphemes)
    marks = text[marks_start:end]
    ending = final_ending(text, morphemes, last, marks) if last >= 0 else None
    if ending is None and (asked := asked_before(morphemes, last)) is not None:
        ending = final_ending(text, morphemes, asked, "?")
    unfinished = (
        last >= 0 and morphemes[last].tag in {"EC", "EF"}
        if ending is None
        else is_left_hanging(ending, marks)
    )
    start = _start(text, morphemes[0].start, former[-1].end if former else 0)
    return Sentence(start, end, morphemes, ending, unfinished, marks)


def _start(text: str, first: int, former_end: int) -> int:
    """Return where a sentence starts: with the quotation before its first own word, if any."""
    skipped = text[former_end:first]
    return first - len(skipped.lstrip()) if skipped.strip() else first
