"""Tells the speech style of a message, sentence by sentence, and shows what decided it."""

import re
from collections import Counter
from dataclasses import dataclass

from app.korean.analyser import Morpheme, analyse, normalise
from app.korean.quotation import own_voice
from app.korean.sentences import Sentence, sentences
from app.korean.style import Style

_HANGUL = re.compile(r"[가-힣]")
_FOREIGN_WORDS = re.compile(r"[^\W\d_가-힣ㄱ-ㅎㅏ-ㅣ]+(?:[ '’-]+[^\W\d_가-힣ㄱ-ㅎㅏ-ㅣ]+)*")
_HUMBLE = frozenset({"저", "제", "저희"})
_PLAIN = frozenset({"나", "내"})
_HONORIFIC_STEMS = frozenset({"계시", "주무시", "드시", "잡수시", "편찮으시", "돌아가시", "모시"})
_SURE, _UNSURE, _GREETING = 0.98, 0.8, 0.9


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """The style of one sentence; `deciding` are the morphemes that show it, with their place."""

    start: int
    end: int
    style: Style
    confidence: float
    deciding: tuple[Morpheme, ...]
    unfinished: bool


@dataclass(frozen=True, slots=True)
class StyleReading:
    """The style of a message.

    `style` is that of most of its sentences, of the last one where they are even. `mixed`: polite
    and plain sentences stand side by side. `confidence` lies between 0 and 1. `honorific`, `humble`
    and `plain` are the morphemes of -(으)시-, of 저 / 제 / 저희 and of 나 / 내. `foreign` are the
    [start, end) places of what is written in other scripts.
    """

    style: Style
    mixed: bool
    confidence: float
    sentences: tuple[SentenceReading, ...]
    honorific: tuple[Morpheme, ...]
    humble: tuple[Morpheme, ...]
    plain: tuple[Morpheme, ...]
    korean: bool
    foreign: tuple[tuple[int, int], ...]


def detect(text: str) -> StyleReading:
    """Read the speech style of a message; quotations do not count.

    Raises AnalyserNotLoadedError before `load`.
    """
    text = normalise(text)
    voice = own_voice(text, analyse(text))
    readings = tuple(_read(one) for one in sentences(text))
    styled = [one for one in readings if one.style is not Style.NONE]
    style = _whole(styled)
    return StyleReading(
        style=style,
        mixed=len({one.style.polite for one in styled}) > 1,
        confidence=min((one.confidence for one in styled), default=0.0),
        sentences=readings,
        honorific=tuple(one for one in voice if _is_honorific(one)),
        humble=tuple(one for one in voice if one.part == "NP" and one.form in _HUMBLE),
        plain=tuple(one for one in voice if is_plain_first_person(one)),
        korean=_HANGUL.search(text) is not None,
        foreign=tuple(match.span() for match in _FOREIGN_WORDS.finditer(text)),
    )


def is_plain_first_person(morpheme: Morpheme) -> bool:
    """Whether a morpheme is 나 or 내 in the sense of I, my."""
    return morpheme.part in {"NP", "MM"} and morpheme.form in _PLAIN


def _read(sentence: Sentence) -> SentenceReading:
    ending = sentence.ending
    if ending is not None:
        style, confidence = ending.sense.style, _SURE if ending.sense.sure else _UNSURE
        deciding = sentence.morphemes[ending.last : ending.last + 1]
    elif greeting := tuple(one for one in sentence.morphemes if one.form == "안녕"):
        style, confidence, deciding = Style.HAE, _GREETING, greeting
    else:
        style, confidence, deciding = Style.NONE, 0.0, ()
    return SentenceReading(
        sentence.start, sentence.end, style, confidence, deciding, sentence.unfinished
    )


def _whole(styled: list[SentenceReading]) -> Style:
    if not styled:
        return Style.NONE
    counts = Counter(one.style for one in styled)
    most = max(counts.values())
    return next(one.style for one in reversed(styled) if counts[one.style] == most)


def _is_honorific(morpheme: Morpheme) -> bool:
    if morpheme.tag == "EP":
        return morpheme.form in {"시", "으시"}
    if morpheme.tag == "EF":
        return morpheme.form in {"세요", "으세요", "셔요", "십시오", "으십시오"}
    return morpheme.part == "VV" and morpheme.form in _HONORIFIC_STEMS
