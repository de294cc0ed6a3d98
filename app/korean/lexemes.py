"""Puts morphemes together to the words of a dictionary: 공부 + 하 is 공부하다, 선생 + 님 선생님."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.korean.analyser import Morpheme
from app.korean.dictionary import Entry, dictionary

_PARTS_OF_SPEECH: Final = {
    "NNG": "noun",
    "NNP": "noun",
    "NP": "pronoun",
    "NR": "number",
    "VV": "verb",
    "VA": "adjective",
    "VCN": "adjective",
    "MAG": "adverb",
    "MAJ": "adverb",
    "MM": "determiner",
    "IC": "interjection",
}
_PREDICATES: Final = frozenset({"verb", "adjective"})
_NOUNS: Final = frozenset({"NNG", "NNP", "XPN", "XSN", "XR"})
_DERIVING: Final = {"XSV": "verb", "XSA": "adjective"}
_ADVERBIAL: Final = "XSM"
# Where Kiwi and a dictionary draw the line elsewhere: 있다, 오늘, 여기, 대박.
_SIMILAR: Final = {
    "verb": ("adjective",),
    "adjective": ("verb",),
    "adverb": ("noun", "interjection"),
    "noun": ("adverb", "pronoun", "interjection"),
    "pronoun": ("noun", "adverb"),
    "interjection": ("adverb", "noun"),
}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word of morphemes `first` to `last`, both included."""

    first: int
    last: int
    lemma: str
    pos: str
    entry: Entry | None


def lexemes(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Lexeme]:
    """Yield the content words of `text` (NFC), whose analysis `morphemes` is, in order."""
    index = 0
    while index < len(morphemes):
        one = morphemes[index]
        if one.part in _NOUNS:
            after = _end_of_run(morphemes, index)
            yield from _of_run(text, morphemes, index, after)
            index = _after_derivation(morphemes, after)
            continue
        found = _single(text, morphemes, index)
        if found is not None:
            yield found
            index = found.last
        index += 1


def entry_of(lemma: str, pos: str) -> Entry | None:
    """Return the entry of a dictionary form as this part of speech, or as one like it."""
    exact = dictionary(lemma, pos)
    if exact:
        return exact[0]
    if pos not in _PREDICATES and len(lemma) == 1:
        # So short a word of another kind is another word: 안 (not), 안 (inside).
        return None
    return next(
        (entry for other in _SIMILAR.get(pos, ()) for entry in dictionary(lemma, other)), None
    )


def _lexeme(first: int, last: int, lemma: str, pos: str) -> Lexeme:
    entry = entry_of(lemma, pos)
    return Lexeme(first, last, lemma, entry.pos if entry else pos, entry)


def _single(text: str, morphemes: tuple[Morpheme, ...], index: int) -> Lexeme | None:
    one = morphemes[index]
    pos = _PARTS_OF_SPEECH.get(one.part)
    if pos is None:
        return None
    following = _glued(morphemes, index + 1)
    if following is not None and following.part in _DERIVING:
        lemma = one.form + following.form + "다"
        return _lexeme(index, index + 1, lemma, _DERIVING[following.part])
    if pos not in _PREDICATES:
        return _lexeme(index, index, one.form, pos)
    compound = _compound_verb(text, morphemes, index)
    return compound or _lexeme(index, index, one.form + "다", pos)


def _compound_verb(text: str, morphemes: tuple[Morpheme, ...], index: int) -> Lexeme | None:
    """Return 물어보다, 도와주다 …: two verbs in one word, where the dictionary has it."""
    if index + 2 >= len(morphemes) or morphemes[index + 1].tag != "EC":
        return None
    second = morphemes[index + 2]
    if second.part not in {"VX", "VV"} or second.word != morphemes[index].word:
        return None
    lemma = text[morphemes[index].start : morphemes[index + 1].end] + second.form + "다"
    entry = entry_of(lemma, "verb")
    return Lexeme(index, index + 2, lemma, entry.pos, entry) if entry else None


def _glued(morphemes: tuple[Morpheme, ...], index: int) -> Morpheme | None:
    """Return the morpheme at `index` if nothing stands between it and the one before."""
    if index >= len(morphemes) or morphemes[index].start != morphemes[index - 1].end:
        return None
    return morphemes[index]


def _end_of_run(morphemes: tuple[Morpheme, ...], first: int) -> int:
    """Return the index after the nouns and affixes that are written together from `first` on."""
    after = first + 1
    while (one := _glued(morphemes, after)) is not None and one.part in _NOUNS:
        after += 1
    return after


def _after_derivation(morphemes: tuple[Morpheme, ...], after: int) -> int:
    one = _glued(morphemes, after)
    return after + 1 if one and (one.part in _DERIVING or one.part == _ADVERBIAL) else after


def _of_run(text: str, morphemes: tuple[Morpheme, ...], first: int, after: int) -> Iterator[Lexeme]:
    """Yield the words of nouns written together: the longest that the dictionary has, in turn."""
    suffix = _glued(morphemes, after)
    derived = _derived(text, morphemes, first, after, suffix) if suffix else None
    end = derived.first if derived else after
    while first < end:
        found = _longest(text, morphemes, first, end)
        if found is not None:
            yield found
        first = found.last + 1 if found else first + 1
    if derived:
        yield derived


def _derived(
    text: str, morphemes: tuple[Morpheme, ...], first: int, after: int, suffix: Morpheme
) -> Lexeme | None:
    """Return the verb, adjective or adverb that a suffix makes of the end of a run."""
    if suffix.part in _DERIVING:
        pos, ending = _DERIVING[suffix.part], suffix.form + "다"
    elif suffix.part == _ADVERBIAL:
        pos, ending = "adverb", suffix.form
    else:
        return None
    stop = morphemes[after - 1].end
    for begin in range(first, after):
        lemma = text[morphemes[begin].start : stop] + ending
        if entry_of(lemma, pos) is not None:
            return _lexeme(begin, after, lemma, pos)
    return _lexeme(after - 1, after, morphemes[after - 1].form + ending, pos)


def _longest(text: str, morphemes: tuple[Morpheme, ...], first: int, end: int) -> Lexeme | None:
    start = morphemes[first].start
    for last in range(end - 1, first, -1):
        lemma = text[start : morphemes[last].end]
        if entry_of(lemma, "noun") is not None:
            return _lexeme(first, last, lemma, "noun")
    one = morphemes[first]
    pos = _PARTS_OF_SPEECH.get(one.part)
    return _lexeme(first, first, one.form, pos) if pos else None
