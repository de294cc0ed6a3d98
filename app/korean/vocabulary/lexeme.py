"""A word of a dictionary in an analysed text, and how its entry is looked up."""

from dataclasses import dataclass
from typing import Final

from app.korean.analysis.morpheme import Morpheme
from app.korean.dictionary import Entry, dictionary

PARTS_OF_SPEECH: Final = {
    "NNG": "noun",
    "NNP": "noun",
    "NP": "pronoun",
    "NR": "number",
    "VV": "verb",
    "VX": "verb",
    "VA": "adjective",
    "VCN": "adjective",
    "MAG": "adverb",
    "MAJ": "adverb",
    "MM": "determiner",
    "IC": "interjection",
}
PREDICATES: Final = frozenset({"verb", "adjective"})
# Where Kiwi and a dictionary draw the line elsewhere: 있다, 오늘, 여기, 대박.
_SIMILAR: Final = {
    "verb": ("adjective",),
    "adjective": ("verb",),
    "adverb": ("noun", "interjection"),
    "noun": ("adverb", "pronoun", "interjection"),
    "pronoun": ("noun", "adverb"),
    "number": ("determiner",),
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


@dataclass(frozen=True, slots=True)
class Analysed:
    """A text in NFC with its morphemes, and which of these are names of people."""

    text: str
    morphemes: tuple[Morpheme, ...]
    names: frozenset[int]

    def __getitem__(self, index: int) -> Morpheme:
        return self.morphemes[index]

    def written(self, first: int, last: int) -> str:
        """Return what stands in the text from the morpheme `first` to `last`."""
        return self.text[self[first].start : self[last].end]

    def glued(self, index: int) -> Morpheme | None:
        """Return the morpheme at `index` if nothing stands between it and the one before."""
        if not 0 < index < len(self.morphemes) or index in self.names:
            return None
        one = self[index]
        return one if one.start == self[index - 1].end else None


def entry_of(lemma: str, pos: str) -> Entry | None:
    """Return the entry of a dictionary form as this part of speech, or as one like it."""
    exact = dictionary(lemma, pos)
    if exact:
        return exact[0]
    if pos not in PREDICATES and pos != "number" and len(lemma) == 1:
        # So short a word of another kind is another word: 안 (not), 안 (inside).
        return None
    return next(
        (entry for other in _SIMILAR.get(pos, ()) for entry in dictionary(lemma, other)), None
    )


def lexeme_of(first: int, last: int, lemma: str, pos: str) -> Lexeme:
    """Return the word with its entry; without one it is what `pos` says."""
    entry = entry_of(lemma, pos)
    return Lexeme(first, last, lemma, entry.pos if entry else pos, entry)


def known(first: int, last: int, lemma: str, *parts: str) -> Lexeme | None:
    """Return the word if the dictionary has it as one of these parts of speech."""
    for pos in parts:
        entry = next(iter(dictionary(lemma, pos)), None)
        if entry is not None:
            return Lexeme(first, last, lemma, pos, entry)
    return None
