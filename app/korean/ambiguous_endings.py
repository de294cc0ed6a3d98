"""Endings that stand for two styles (-네, -나, -는가, -게, -니): the company they keep decides."""

from dataclasses import replace
from itertools import pairwise

from app.korean.endings import EndingSense
from app.korean.final_endings import GUESS, UNSURE, Ending
from app.korean.morpheme import Morpheme
from app.korean.style import Style
from app.korean.word_classes import words_in

_TO_A_GROWN_UP_INFERIOR = frozenset({"자네", "여보게", "이보게"})
_SELF = frozenset({"나", "우리"})
_SUBJECT_TAGS = frozenset({"JKS", "JX"})
_MORE_QUESTION_WORDS = frozenset({"어쩜", "어찌", "웬", "얼마나", "누가"})
_WONDERING = frozenset({"그렇", "이렇", "저렇"})
_ASKING_OR_WONDERING = frozenset({"는가", "ᆫ가", "은가", "던가", "나"})
_SAID_TO_BE = frozenset({"ᆫ다네", "는다네", "다네", "라네", "자네", "으라네", "냐네"})
_SURPRISE = frozenset({"ᆫ다니", "는다니", "다니", "라니", "으라니"})
_ACTION_PARTS = frozenset({"VV", "VX", "XSV"})
_ASIDES = frozenset("ㅋㅎㅠㅜ~")


def speaks_hage(morphemes: tuple[Morpheme, ...], endings: tuple[Ending, ...]) -> bool:
    """Whether a message is in 하게체: it says 자네 or has an ending that is nothing else."""
    return (
        any(one.form in _TO_A_GROWN_UP_INFERIOR for one in morphemes)
        or any(_calls_as_inferior(morphemes, index) for index in range(1, len(morphemes) - 1))
        or any(
            one.sense.style is Style.HAGE and one.sense.sure and one.form not in _SAID_TO_BE
            for one in endings
        )
    )


def settled(ending: Ending, morphemes: tuple[Morpheme, ...], marks: str, *, hage: bool) -> Ending:
    """Return the ending with the style that it has in this sentence.

    `hage`: the message is known to be in 하게체.
    """
    form = ending.form
    if hage and (form in _ASKING_OR_WONDERING or form in {"네", "게"} or form in _SAID_TO_BE):
        family = "command" if form == "게" else ending.sense.family
        return _as(ending, Style.HAGE, family, UNSURE)
    if form == "게":
        return _in_order_that(ending, morphemes, marks)
    if form in {"는가", "던가", "은가", "ᆫ가"}:
        return _asked_or_wondered(ending, morphemes, marks)
    if form in _SAID_TO_BE:
        spoken = bool(_ASIDES & set(marks)) or not marks.strip()
        return _as(ending, Style.HAE if spoken else Style.HAGE, "observation", GUESS)
    if form in {"니", "으니"}:
        return _asked_or_stated(ending, morphemes, marks)
    if form in _SURPRISE and "?" in marks and _has_question_word(morphemes):
        return _as(ending, Style.HAERA, "asking", UNSURE)
    return ending


def _calls_as_inferior(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether someone is called as a grown-up inferior: 김 군, 이 사람, 이 사람아."""
    before, one, after = morphemes[index - 1 : index + 2]
    if (one.form, one.tag) == ("군", "NNB"):
        return before.tag == "NNP" and after.tag == "SP"
    return (before.form, one.form) == ("이", "사람") and index == 1 and (after.tag in {"SP", "JKV"})


def _is_my_doing(morphemes: tuple[Morpheme, ...]) -> bool:
    """Whether the speaker is subject or topic of the sentence: 나는, 내가, 우리도."""
    return any(
        one.part == "NP" and one.form in _SELF and after.tag in _SUBJECT_TAGS
        for one, after in pairwise(morphemes)
    )


def _in_order_that(ending: Ending, morphemes: tuple[Morpheme, ...], marks: str) -> Ending:
    """-게: an order in 하게체 (어서 들게.), a question (어디 가게?), or left hanging (예쁘게)."""
    if "?" in marks:
        return _as(ending, Style.HAE, "question", UNSURE)
    stem = morphemes[ending.begins - 1] if ending.begins > 0 else None
    by_me = _is_my_doing(morphemes)
    closed = marks.strip() in {".", "!"}
    if stem is not None and stem.part in _ACTION_PARTS and closed and not by_me:
        return _as(ending, Style.HAGE, "command", GUESS)
    return ending


def _asked_or_wondered(ending: Ending, morphemes: tuple[Morpheme, ...], marks: str) -> Ending:
    """-는가: a question in 하게체, or in 해체 what one asks oneself (내가 잘못한 건가)."""
    stem = morphemes[ending.begins - 1] if ending.begins > 0 else None
    by_me = _is_my_doing(morphemes)
    aside = bool(_ASIDES & set(marks)) or "?" not in marks
    if by_me or aside or stem is None or stem.form in _WONDERING or stem.part == "VCP":
        return ending
    if ending.form in {"은가", "ᆫ가"} and not _says_of_whom(morphemes):
        return ending
    return _as(ending, Style.HAGE, "question", GUESS)


def _says_of_whom(morphemes: tuple[Morpheme, ...]) -> bool:
    return any(one.tag == "JKS" or one.form in {"은", "는", "ᆫ"} for one in morphemes) or (
        _has_question_word(morphemes)
    )


def _asked_or_stated(ending: Ending, morphemes: tuple[Morpheme, ...], marks: str) -> Ending:
    """-니: a question in 해라체, but with a full stop after 이다 or an adjective a statement."""
    stem = morphemes[ending.begins - 1] if ending.begins > 0 else None
    if stem is None or stem.part not in {"VCP", "VA", "XSA"} or marks.strip() != ".":
        return ending
    if _has_question_word(morphemes) or any(one.form == "너" for one in morphemes):
        return ending
    return _as(ending, Style.HAGE, "statement", GUESS)


def _has_question_word(morphemes: tuple[Morpheme, ...]) -> bool:
    return any(
        one.form in words_in("question-word") | _MORE_QUESTION_WORDS
        and one.part in {"NP", "MM", "MAG", "VA", "NNG"}
        for one in morphemes
    )


def _as(ending: Ending, style: Style, family: str, confidence: float) -> Ending:
    return replace(ending, sense=EndingSense(style, family, sure=False), confidence=confidence)
