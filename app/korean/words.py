"""Picks the words of a text that are most worth learning, from the dictionary."""

from dataclasses import dataclass

from app.korean.analyser import Morpheme, analyse, normalise
from app.korean.dictionary import Entry, dictionary

_PARTS_OF_SPEECH = {
    "NNG": "noun",
    "NNP": "noun",
    "NP": "pronoun",
    "VV": "verb",
    "VA": "adjective",
    "MAG": "adverb",
    "MAJ": "adverb",
    "MM": "determiner",
    "IC": "interjection",
}
_DERIVING = {"XSV": "verb", "XSA": "adjective"}
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
        "것",
        "이",
        "그",
        "네",
        "안",
        "못",
        "좀",
    }
)
_LITTLE_WORDS = frozenset({"adverb", "pronoun", "determiner", "interjection"})
_HIGHEST_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Word:
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


def words(
    text: str, known: frozenset[str] = frozenset(), learner_level: int = 1, limit: int = 2
) -> list[Word]:
    """Return at most `limit` words, in the order of the text.

    `known` are dictionary forms the learner has; `learner_level` is 1 to 6. The word at or just
    above the learner's level comes first; of equals, verbs and adjectives before the rest. Only
    words of the dictionary are found. Raises AnalyserNotLoadedError before `load`.
    """
    text = normalise(text)
    found: dict[str, Word] = {}
    for word in all_words(text):
        if word.lemma not in known and word.lemma not in _TOO_COMMON:
            found.setdefault(word.lemma, word)
    best = sorted(found.values(), key=lambda word: _worth(word, learner_level), reverse=True)
    return sorted(best[: max(limit, 0)], key=lambda word: word.start)


def all_words(text: str) -> list[Word]:
    """Return every word of `text` (NFC) that the dictionary has, in order, repeats included."""
    found: list[Word] = []
    morphemes = analyse(text)
    taken = 0
    for index, one in enumerate(morphemes):
        if one.start < taken:
            continue
        match = _lemma_at(morphemes, index)
        if match is None:
            continue
        entry, last = match
        end = max(each.end for each in morphemes[index : last + 1])
        end = _with_its_ending(text, morphemes, last, end, entry)
        found.append(_word(text, one.start, end, entry))
        taken = end
    return found


def _lemma_at(morphemes: tuple[Morpheme, ...], index: int) -> tuple[Entry, int] | None:
    """Return the entry that begins at `index` and the index of its last morpheme."""
    one = morphemes[index]
    following = morphemes[index + 1] if index + 1 < len(morphemes) else None
    if following is not None and following.part in _DERIVING and one.end == following.start:
        derived = dictionary(one.form + following.form + "다", _DERIVING[following.part])
        if derived:
            return derived[0], index + 1
    pos = _PARTS_OF_SPEECH.get(one.part)
    if pos is None:
        return None
    lemma = one.form + "다" if pos in {"verb", "adjective"} else one.form
    entry = _one_of(lemma, pos)
    return (entry, index) if entry is not None else None


def _one_of(lemma: str, pos: str) -> Entry | None:
    exact = dictionary(lemma, pos)
    if exact:
        return exact[0]
    # Kiwi calls 있다 a verb here and an adjective there, 오늘 an adverb: the dictionary has one.
    similar = {"verb": "adjective", "adjective": "verb", "adverb": "noun", "noun": "adverb"}
    other = dictionary(lemma, similar[pos]) if pos in similar else ()
    return other[0] if other else None


def _with_its_ending(
    text: str, morphemes: tuple[Morpheme, ...], last: int, end: int, entry: Entry
) -> int:
    """Return where a word ends: a verb is shown with its ending (먹었어요)."""
    if entry.pos not in {"verb", "adjective"}:
        return end
    for one in morphemes[last + 1 :]:
        if not one.tag.startswith("E") or one.start > end or " " in text[end : one.end]:
            break
        end = max(end, one.end)
    return end


def _word(text: str, start: int, end: int, entry: Entry) -> Word:
    return Word(
        surface=text[start:end],
        start=start,
        end=end,
        lemma=entry.lemma,
        part_of_speech=entry.pos,
        level=entry.level,
        sense_ko=entry.sense_ko,
        sense_en=entry.sense_en,
        example=entry.example,
        example_en=entry.example_en,
    )


def _worth(word: Word, learner_level: int) -> tuple[int, int, int]:
    """Highest for the learner's level and the one above; words far above or below are least."""
    wanted = min(learner_level + 1, _HIGHEST_LEVEL)
    distance = abs(word.level - wanted)
    little = word.part_of_speech in _LITTLE_WORDS
    predicate = word.part_of_speech in {"verb", "adjective"}
    return (-distance - little, int(predicate), len(word.surface))
