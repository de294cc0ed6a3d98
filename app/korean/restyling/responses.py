"""Answers and chat abbreviations: 응, 네, ㅇㅋ, and what takes their place in the other style."""

import re
from dataclasses import dataclass
from functools import cache

from app.korean.analysis.morpheme import Morpheme
from app.korean.reading.sentences import Sentence
from app.korean.style import Style
from app.korean.tables import rows_of

_SIGHS = frozenset({"아", "어", "음", "오"})
# 어, 알았어 and 어, 나 지금 가고 있어 answer; 어, 근데 only starts.
_ANSWERED = re.compile(r",?\s*(?:알|그래|맞)|,\s*(?:나 )?(?:지금|이제|금방|곧|거의|다|방금)\s")


@dataclass(frozen=True, slots=True)
class Response:
    """An answer at [start, end); `origin` is plain, polite, playful, abbreviation or word.

    `becomes` is what takes its place, `haeyo` and `hapsyo` what does in those styles.
    """

    start: int
    end: int
    becomes: str
    origin: str
    haeyo: str
    hapsyo: str

    def in_style(self, style: Style) -> str:
        """Return what takes its place in a style."""
        if style is Style.HAPSYO:
            return self.hapsyo
        return self.haeyo if style is Style.HAEYO else self.becomes


@cache
def _words() -> dict[str, tuple[str, str, str, str]]:
    return {
        row["word"]: (
            row["becomes"],
            row["origin"],
            row["haeyo"] or row["becomes"],
            row["hapsyo"] or row["becomes"],
        )
        for row in rows_of("responses.tsv")
    }


def find_responses(text: str, sentences: tuple[Sentence, ...]) -> tuple[Response, ...]:
    """Return the answers that stand first in their sentence, repeated ones each (네네).

    어 is also a way to start (어, 근데), 네 also your: they count only where that is out of the
    question.
    """
    found: list[Response] = []
    for sentence in sentences:
        for one in _first_words(text, sentence):
            written = text[one.start : one.end]
            if not _is_an_answer(text, sentence, one, written):
                break
            found.append(Response(one.start, one.end, *_words()[written]))
    return tuple(found)


def _first_words(text: str, sentence: Sentence) -> list[Morpheme]:
    """Return the first words that may answer, also after a sigh: 네네, and 아, 아니요."""
    morphemes = sentence.morphemes
    sighs = len(morphemes) > 2 and morphemes[0].form in _SIGHS and morphemes[1].tag == "SP"
    at = 2 if sighs and morphemes[2].form in _words() else 0
    found: list[Morpheme] = []
    for one in morphemes[at:]:
        known = text[one.start : one.end] in _words()
        if one.tag not in {"IC", "SW", "MAJ"} or not known:
            break
        found.append(one)
    if found and _is_glued(text, found[-1], morphemes):
        found.pop()
    return found


def _is_glued(text: str, one: Morpheme, morphemes: tuple[Morpheme, ...]) -> bool:
    """Whether an answer is only the head of a word: 글쎄다."""
    return one is not morphemes[-1] and "가" <= text[one.end : one.end + 1] <= "힣"


def _is_an_answer(text: str, sentence: Sentence, one: Morpheme, written: str) -> bool:
    later = [each for each in sentence.morphemes if each.start >= one.end]
    following = later[0] if later else None
    if written == "어":
        return following is not None and _ANSWERED.match(text, one.end) is not None
    if written in {"글쎄", "글쎄요"} and following is not None and following.form == "말":
        return False  # 글쎄 말이야 agrees
    if written in {"네", "예"} and following is not None:
        return following.tag in {"SF", "SP", "SW", "SE", "SO"} or following.part in {"VV", "IC"}
    if written == "아니":
        return _denies(later)
    return True


def _denies(later: list[Morpheme]) -> bool:
    """Whether 아니 is an answer (아니, 몰랐어), not a way to begin (아니, 근데)."""
    if not later or later[0].tag not in {"SF", "SP"}:
        return False
    said = [one for one in later if one.tag not in {"SF", "SP", "SW"}]
    return not said or any(
        one.form in {"안", "못", "않", "없", "모르", "아니", "아직"} for one in said
    )
