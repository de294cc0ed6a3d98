"""Picks the words of a text that are most worth learning, with their meaning and example."""

from dataclasses import dataclass

from app.korean.analysis.analyser import normalise
from app.korean.dictionary import Entry
from app.korean.words import Occurrence, occurrences

_TOO_COMMON = frozenset(
    {
        "나",
        "저",
        "너",
        "우리",
        "하다",
        "있다",
        "없다",
        "되다",
        "아니다",
        "것",
        "이",
        "그",
        "네",
        "안",
        "못",
        "좀",
    }
)
_LITTLE_WORDS = frozenset(
    {"adverb", "pronoun", "determiner", "interjection", "number", "counter"},
)
_HIGHEST_LEVEL = 6


@dataclass(frozen=True, slots=True)
class PickedWord:
    """A word worth learning: `surface` stands at [start, end) of the NFC text, literally."""

    surface: str
    start: int
    end: int
    lemma: str
    part_of_speech: str
    level: int
    sense_ko: str
    sense_en: str
    example: str
    example_en: str


def pick_words(
    text: str, known: frozenset[str] = frozenset(), learner_level: int = 1, limit: int = 2
) -> list[PickedWord]:
    """Return at most `limit` words, in the order of the text.

    `known` are dictionary forms the learner has; `learner_level` is 1 to 6. The word at or just
    above the learner's level comes first; of equals, verbs and adjectives before the rest. Only
    words that a dictionary has and grades are picked. Raises AnalyserNotLoadedError before `load`.
    """
    text = normalise(text)
    found: dict[str, PickedWord] = {}
    for one in occurrences(text):
        if one.entry is None or one.entry.level is None:
            continue
        if one.lemma not in known and one.lemma not in _TOO_COMMON:
            found.setdefault(one.lemma, _picked(text, one, one.entry, one.entry.level))
    best = sorted(found.values(), key=lambda word: _worth(word, learner_level), reverse=True)
    return sorted(best[: max(limit, 0)], key=lambda word: word.start)


def _picked(text: str, found: Occurrence, entry: Entry, level: int) -> PickedWord:
    return PickedWord(
        surface=text[found.start : found.end],
        start=found.start,
        end=found.end,
        lemma=entry.lemma,
        part_of_speech=entry.pos,
        level=level,
        sense_ko=entry.sense_ko,
        sense_en=entry.sense_en,
        example=entry.example,
        example_en=entry.example_en,
    )


def _worth(word: PickedWord, learner_level: int) -> tuple[int, int, int]:
    """Highest for the learner's level and the one above; words far above or below are least."""
    wanted = min(learner_level + 1, _HIGHEST_LEVEL)
    distance = abs(word.level - wanted)
    little = word.part_of_speech in _LITTLE_WORDS
    predicate = word.part_of_speech in {"verb", "adjective"}
    return (-distance - little, int(predicate), len(word.surface))
