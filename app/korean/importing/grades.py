"""The official dictionary's names for parts of speech and grades, as this engine has them."""

from typing import Final

# Grade by grade two of the six levels; a word gets the first of them, for no source says more.
LEVELS: Final = {"초급": 1, "중급": 3, "고급": 5}
# kengdic's letters are those of the same institute's list of words for learners.
LETTER_LEVELS: Final = {"A": 1, "B": 3, "C": 5}

_PARTS_OF_SPEECH: Final = {
    "명사": "noun",
    "의존 명사": "dependent noun",
    "대명사": "pronoun",
    "수사": "number",
    "동사": "verb",
    "형용사": "adjective",
    "부사": "adverb",
    "관형사": "determiner",
    "감탄사": "interjection",
}


def part_of_speech(official: str) -> str | None:
    """Return the part of speech by its official name (`명사`, `부사·감탄사`: the first).

    None for what is no word of content: 조사, 어미, 접사, 보조 동사, 품사 없음.
    """
    return _PARTS_OF_SPEECH.get(official.split("·", maxsplit=1)[0].strip())
