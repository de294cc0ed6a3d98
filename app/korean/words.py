"""Finds the content words of a text: dictionary form, part of speech, place, level and senses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from app.korean.analysis.analyser import analyse, normalise
from app.korean.analysis.morpheme import Morpheme
from app.korean.dictionary import Entry, dictionary
from app.korean.vocabulary.lexeme import Lexeme
from app.korean.vocabulary.lexemes import lexemes

_INFLECTED = frozenset({"verb", "adjective"})
Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class Word:
    """A content word: `surface` stands at [start, end) of the NFC text, literally.

    A verb or an adjective is shown with its ending (먹었어요), a noun without its particle.
    `pos` is noun, pronoun, number, counter, verb, adjective, adverb, determiner or interjection;
    `level` is 1 to 6, None where the dictionary lacks the word; `senses` are English, the
    commonest first.
    """

    surface: str
    lemma: str
    pos: str
    start: int
    end: int
    level: int | None
    senses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A word at [start, end) of a text with its dictionary entry, if there is one."""

    start: int
    end: int
    lemma: str
    pos: str
    entry: Entry | None


def words(text: str) -> tuple[Word, ...]:
    """Return every content word of `text`, in order, repeats included.

    Left out are particles, endings, 이다, auxiliaries (먹어 보다, 먹고 싶다), dependent nouns
    (것, 수), names of people, digits and whatever is not written in Hangul. Positions count code
    points of the NFC text. Raises AnalyserNotLoadedError before `load`.
    """
    text = normalise(text)
    return tuple(
        Word(
            surface=text[one.start : one.end],
            lemma=one.lemma,
            pos=one.pos,
            start=one.start,
            end=one.end,
            level=_first(one, lambda entry: entry.level),
            senses=_first(one, lambda entry: entry.senses) or (),
        )
        for one in occurrences(text)
    )


def _first(found: Occurrence, of: Callable[[Entry], Known | None]) -> Known | None:
    """Return what the first entry that knows it says: one dictionary grades, another translates."""
    if found.entry is None:
        return None
    known = of(found.entry)
    if known:
        return known
    others = (of(entry) for entry in dictionary(found.lemma, found.entry.pos))
    return next((one for one in others if one), None)


def occurrences(text: str) -> tuple[Occurrence, ...]:
    """Return the content words of `text`, which is NFC, with their entries."""
    morphemes = analyse(text)
    return tuple(_occurrence(text, morphemes, one) for one in lexemes(text, morphemes))


def _occurrence(text: str, morphemes: tuple[Morpheme, ...], lexeme: Lexeme) -> Occurrence:
    start = morphemes[lexeme.first].start
    end = max(one.end for one in morphemes[lexeme.first : lexeme.last + 1])
    if lexeme.pos in _INFLECTED:
        end = _with_its_ending(text, morphemes, lexeme.last, end)
    return Occurrence(start, end, lexeme.lemma, lexeme.pos, lexeme.entry)


def _with_its_ending(text: str, morphemes: tuple[Morpheme, ...], last: int, end: int) -> int:
    """Return where the endings of a predicate end, within its space-separated word."""
    for one in morphemes[last + 1 :]:
        if (
            not (one.tag.startswith("E") or one.form == "는")
            or one.start > end
            or " " in text[end : one.end]
        ):
            break
        end = max(end, one.end)
    return end
