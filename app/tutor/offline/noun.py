"""The noun of a message that a reply can take up: the key noun."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.korean import Morpheme
from app.tutor.offline.signs import signs

_NOUN_TAGS: Final = frozenset({"NNG", "NNP", "SL", "XSN", "XPN"})
_OBJECT: Final = frozenset({"JKO"})
_SUBJECT: Final = frozenset({"JKS", "JX"})
_VERBAL: Final = frozenset({"XSV", "XSA"})


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase of the text, as written, with the tag of what stands after it."""

    text: str
    parts: tuple[str, ...]
    particle: str
    start: int
    is_proper: bool


def nouns(text: str, morphemes: Sequence[Morpheme]) -> tuple[Noun, ...]:
    """Return the noun phrases: neighbouring nouns at most one space apart are one phrase.

    `text` must be in NFC, as the positions of the morphemes are.
    """
    runs: list[list[Morpheme]] = []
    after: list[str] = []
    open_run = False
    for morpheme in morphemes:
        # 사람 alone is empty, but 미국 사람 is one phrase.
        empty = morpheme.form in signs().empty_nouns and not (open_run and morpheme.form == "사람")
        if morpheme.part in _NOUN_TAGS and not empty:
            if open_run and morpheme.start - runs[-1][-1].end <= 1:
                runs[-1].append(morpheme)
            else:
                runs.append([morpheme])
                after.append("")
            open_run = True
        else:
            if open_run:
                after[-1] = morpheme.part
            open_run = False
    return tuple(_phrase(text, run, tag) for run, tag in zip(runs, after, strict=True))


def key_noun(found: Sequence[Noun]) -> Noun | None:
    """Return the phrase to react to: the object, else the last subject or topic, else the last.

    A noun that is part of a verb or adjective (피곤하다, 도착하다) is none.
    """
    free = [noun for noun in found if noun.particle not in _VERBAL]
    for wanted in (_OBJECT, _SUBJECT):
        marked = [noun for noun in free if noun.particle in wanted]
        if marked:
            return marked[-1]
    return free[-1] if free else None


def _phrase(text: str, run: Sequence[Morpheme], particle: str) -> Noun:
    return Noun(
        text=text[run[0].start : run[-1].end],
        parts=tuple(morpheme.form for morpheme in run),
        particle=particle,
        start=run[0].start,
        is_proper=any(morpheme.part == "NNP" for morpheme in run),
    )
