"""Answers and chat abbreviations: 응, 네, ㅇㅋ, and what takes their place in the other style."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.korean.sentences import Sentence

_TABLE = Path(__file__).parent / "data" / "responses.tsv"


@dataclass(frozen=True, slots=True)
class Response:
    """An answer at [start, end); `origin` is plain, polite, playful or abbreviation."""

    start: int
    end: int
    becomes: str
    origin: str


@cache
def _words() -> dict[str, tuple[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["word"]: (row["becomes"], row["origin"])
            for row in csv.DictReader(file, delimiter="\t")
        }


def find_responses(text: str, sentences: tuple[Sentence, ...]) -> tuple[Response, ...]:
    """Return the answers that stand first in their sentence, repeated ones each (네네).

    어 is also a way to start (어, 근데), 네 also your: they count only where that is out of the
    question.
    """
    found: list[Response] = []
    for sentence in sentences:
        for index, one in enumerate(sentence.morphemes):
            written = text[one.start : one.end]
            if one.tag not in {"IC", "SW"} or written not in _words():
                break
            if not _is_an_answer(text, sentence, index, written):
                break
            becomes, origin = _words()[written]
            found.append(Response(one.start, one.end, becomes, origin))
    return tuple(found)


def _is_an_answer(text: str, sentence: Sentence, index: int, written: str) -> bool:
    one = sentence.morphemes[index]
    following = sentence.morphemes[index + 1] if len(sentence.morphemes) > index + 1 else None
    if written == "어":
        return following is not None and re.match(r",?\s*(알|그래|맞)", text[one.end :]) is not None
    if written in {"네", "예"} and following is not None:
        return following.tag in {"SF", "SP", "SW", "SE", "SO"} or following.part in {"VV", "IC"}
    return True
