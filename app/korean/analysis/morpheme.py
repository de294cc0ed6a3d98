"""One morpheme of a text, as the analyser gives it."""

from dataclasses import dataclass, field


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

    # The tag without its irregularity: `VV-I` is `VV`. Asked for a thousand times a message.
    part: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "part", self.tag.partition("-")[0])
