"""One morpheme of a text, as the analyser gives it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Morpheme:
    """One morpheme of a text.

    `form` is Kiwi's form: a final consonant that stands alone is a conjoining jamo (`ᆯ까`).
    `tag` is Kiwi's extension of the Sejong tag set; `-I` and `-R` mark irregular and regular stems.
    `start` and `end` are code points of the NFC text. A contraction (`했` = 하 + 었) gives
    morphemes whose ranges overlap. `word` counts the space-separated words, `sentence` the
    sentences as Kiwi splits them.
    """

    form: str
    tag: str
    start: int
    end: int
    word: int
    sentence: int

    @property
    def part(self) -> str:
        """The tag without its irregularity: `VV-I` is `VV`."""
        return self.tag.partition("-")[0]
