"""Tells the speech style of a message, sentence by sentence, and shows what decided it."""

import re
from dataclasses import dataclass

from app.korean.analysis.analyser import analyse, normalise
from app.korean.analysis.morpheme import Morpheme
from app.korean.reading.final_endings import GUESS
from app.korean.reading.honouring_words import honours, is_humble
from app.korean.reading.message_style import Vote, addressed, hinted, most_voted
from app.korean.reading.quotation import own_voice
from app.korean.reading.sentences import Sentence, sentences
from app.korean.reading.styled_words import styled_words
from app.korean.style import Style

_HANGUL = re.compile(r"[가-힣]")
_FOREIGN_WORDS = re.compile(r"[^\W\d_가-힣ㄱ-ㅎㅏ-ㅣ]+(?:[ '’-]+[^\W\d_가-힣ㄱ-ㅎㅏ-ㅣ]+)*")
_PLAIN = frozenset({"나", "내"})
_STYLED_WORD = 0.9
_CLAUSE = frozenset({"EC", "EF"})


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """The style of one sentence; `deciding` are the morphemes that show it, with their place.

    `honorific`: it honours someone spoken of (-(으)시-, 께서, 계시다, 드리다, 성함). `humble`: the
    speaker is 저, 제 or 저희. `unfinished`: it stops at a connective ending (피곤해서).
    """

    start: int
    end: int
    style: Style
    confidence: float
    deciding: tuple[Morpheme, ...]
    unfinished: bool
    honorific: bool
    humble: bool


@dataclass(frozen=True, slots=True)
class StyleReading:
    """The style of a message.

    `style` is that of most of its sentences that speak to the listener, of the last one where they
    are even. `mixed`: polite and plain sentences stand side by side. `confidence` lies between 0
    and 1. `honorific`, `humble` and `plain` are the morphemes that honour someone spoken of, those
    of 저 / 제 / 저희 and of 나 / 내. `foreign` are the [start, end) places of what is written in
    other scripts.
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

    A sentence without an ending has no style: a name, an answer or outcry alone (네!, 응, ㅇㅇ,
    진짜?), a noun (커피 한 잔). With 요 even those are 해요체 (진짜요?). A connective ending that
    closes a sentence is 해체 (바쁜데), with 요 해요체, with little confidence where the thought is
    left hanging. Raises AnalyserNotLoadedError before `load`.
    """
    text = normalise(text)
    voice = own_voice(text, analyse(text))
    cut = sentences(text)
    readings = tuple(_read(one) for one in cut)
    votes = [
        Vote(sentence, reading.style, reading.confidence)
        for sentence, reading in zip(cut, readings, strict=True)
    ]
    counted = addressed(text, votes)
    style, confidence = most_voted(counted), min((one.confidence for one in counted), default=0.0)
    if not counted:
        style, confidence = hinted(cut)
    return StyleReading(
        style=style,
        mixed=len({one.style.polite for one in counted}) > 1,
        confidence=confidence,
        sentences=readings,
        honorific=tuple(one for one in voice if honours(one)),
        humble=tuple(one for one in voice if is_humble(one)),
        plain=tuple(one for one in voice if is_plain_first_person(one)),
        korean=_HANGUL.search(text) is not None,
        foreign=tuple(match.span() for match in _FOREIGN_WORDS.finditer(text)),
    )


def is_plain_first_person(morpheme: Morpheme) -> bool:
    """Whether a morpheme is 나 or 내 in the sense of I, my."""
    return morpheme.part in {"NP", "MM"} and morpheme.form in _PLAIN


def _read(sentence: Sentence) -> SentenceReading:
    style, confidence, deciding = _decided(sentence)
    return SentenceReading(
        start=sentence.start,
        end=sentence.end,
        style=style,
        confidence=confidence,
        deciding=deciding,
        unfinished=sentence.unfinished,
        honorific=any(honours(one) for one in sentence.morphemes),
        humble=any(is_humble(one) for one in sentence.morphemes),
    )


def _decided(sentence: Sentence) -> tuple[Style, float, tuple[Morpheme, ...]]:
    ending = sentence.ending
    if ending is not None:
        confidence = GUESS if sentence.unfinished else ending.confidence
        deciding = sentence.morphemes[ending.begins : ending.last + 1]
        return ending.sense.style, confidence, deciding
    morphemes = sentence.morphemes
    if styled := _styled(morphemes):
        return styled_words()[styled[0].form], _STYLED_WORD, styled
    if agreeing := _agrees(morphemes):
        return Style.HAE, GUESS, agreeing
    return Style.NONE, 0.0, ()


def _styled(morphemes: tuple[Morpheme, ...]) -> tuple[Morpheme, ...]:
    """Return the last morpheme that is a word with a style of its own, whole (안녕, no 안녕히)."""
    for one in reversed(morphemes):
        if one.form in styled_words() and not any(
            other.start == one.end and not other.tag.startswith(("S", "Z", "W"))
            for other in morphemes
        ):
            return (one,)
    return ()


def _agrees(morphemes: tuple[Morpheme, ...]) -> tuple[Morpheme, ...]:
    """Return the 그래 that closes a clause (내가 늦어서 그래), which is no mere answer."""
    words = [one for one in morphemes if not one.tag.startswith("S")]
    closes = bool(words) and words[-1].form == "그래" and words[-1].tag == "IC"
    return (words[-1],) if closes and any(one.tag in _CLAUSE for one in words) else ()
