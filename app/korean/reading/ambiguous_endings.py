"""Endings that stand for two styles (-네, -나, -는가, -게, -니): the company they keep decides."""

from dataclasses import replace
from itertools import pairwise

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.reading.endings import EndingSense
from app.korean.reading.final_endings import GUESS, UNSURE, Ending
from app.korean.reading.honouring_words import is_humble
from app.korean.style import Style

_TO_A_GROWN_UP_INFERIOR = frozenset({"자네", "여보게", "이보게"})
_CALLED_IN_HAO = frozenset({"여보시오", "이보시오", "여보쇼", "이보쇼"})
_INFERIOR_TITLES = frozenset({"군", "서방"})
_SELF = frozenset({"나", "우리"})
_SELF_OR_YOU = frozenset({"나", "당신", "그대"})
_COPULA_OR_PARTICLE = frozenset({"요", "이요"})
_NOUNS = frozenset({"NNG", "NNP", "NNB", "NP", "NR", "XSN"})
# What nobody is told to do: with -게 they say to what end.
_NEVER_TOLD = frozenset({"되", "알", "모르", "보이", "죽", "않", "못하", "늦", "빠지", "나"})
_PASSIVE = ("지", "되", "히", "리")
_MORE_URGING = frozenset({"많이", "조심"})
_SUBJECT_TAGS = frozenset({"JKS", "JX"})
_MORE_QUESTION_WORDS = frozenset({"어쩜", "어찌", "웬", "얼마나", "누가"})
_WONDERING = frozenset({"그렇", "이렇", "저렇"})
_ASKING_OR_WONDERING = frozenset({"는가", "ᆫ가", "은가", "던가", "나"})
_SAID_TO_BE = frozenset({"ᆫ다네", "는다네", "다네", "라네", "자네", "으라네", "냐네"})
_GRUMBLED = frozenset({"람", "으람"})
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


def speaks_hao(morphemes: tuple[Morpheme, ...], endings: tuple[Ending, ...]) -> bool:
    """Whether a message is in 하오체: it calls 여보시오 or has an ending that is nothing else."""
    return any(one.form in _CALLED_IN_HAO for one in morphemes) or any(
        one.sense.style is Style.HAO and one.sense.sure for one in endings
    )


def settled(
    ending: Ending, morphemes: tuple[Morpheme, ...], marks: str, *, hage: bool, hao: bool
) -> Ending:
    """Return the ending with the style that it has in this sentence.

    `hage`, `hao`: the message is known to be in 하게체, in 하오체.
    """
    form = ending.form
    if form in _COPULA_OR_PARTICLE:
        return _to_be_or_polite(ending, morphemes, hao=hao)
    if form == "네" and "그려" in marks:
        return _as(ending, Style.HAGE, "observation", UNSURE)
    if hage and (form in _ASKING_OR_WONDERING or form in {"네", "게"} or form in _SAID_TO_BE):
        family = "command" if form == "게" else ending.sense.family
        return _as(ending, Style.HAGE, family, UNSURE)
    if form == "게":
        return _in_order_that(ending, morphemes, marks)
    if form in _GRUMBLED:
        # 해라체 to one great dictionary, 해체 to the other.
        return replace(ending, confidence=UNSURE)
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
    if one.form in _INFERIOR_TITLES and one.part in {"NNB", "NNG"}:
        return before.tag == "NNP" and after.tag == "SP"
    if (before.form, one.form) != ("이", "사람"):
        return False
    return after.tag == "JKV" or (index == 1 and after.tag == "SP")


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
    if stem is None or stem.part not in _ACTION_PARTS or by_me:
        return ending
    told = not marks.strip() and _is_told(ending, morphemes)
    return _as(ending, Style.HAGE, "command", GUESS) if closed or told else ending


def _is_told(ending: Ending, morphemes: tuple[Morpheme, ...]) -> bool:
    """Whether -게 without any mark is an order: 이리 오게, 그러지 말게, 잘 있게.

    Not 내일 보게, with a subject or a question word, which may be left hanging.
    """
    before = morphemes[: ending.begins]
    described = max((at for at, one in enumerate(before) if one.tag == "ETM"), default=-1)
    before = before[described + 1 :]
    if _has_question_word(before) or any(one.tag == "JKS" or one.form in _SELF for one in before):
        return False
    stem = morphemes[ending.begins - 1]
    if stem.form in _NEVER_TOLD or stem.form.endswith(_PASSIVE):
        return False
    urged = any(one.form in words_in("urging") | _MORE_URGING for one in before)
    wished = stem.form in words_in("wish") and any(one.form == "잘" for one in before)
    return urged or wished or stem.form == "말" or morphemes[ending.last].tag == "EF"


def _to_be_or_polite(ending: Ending, morphemes: tuple[Morpheme, ...], *, hao: bool) -> Ending:
    """-요 after a noun: 이다 in 하오체 (여기가 어디요), or the particle of 해요체 (저는 커피요)."""
    before = morphemes[: ending.begins]
    noun = next((one for one in reversed(before) if one.part != "VCP"), None)
    if noun is None or noun.part not in _NOUNS or any(is_humble(one) for one in before):
        return ending
    if hao:
        return _as(ending, Style.HAO, "statement", UNSURE)
    subjects = [one for one in before[:-1] if one.tag == "JKS" and one.word < noun.word]
    plainly = _says_plainly_who(before)
    written_iyo = before[-1].end > before[-1].start and before[-1].part == "VCP"
    written_iyo = written_iyo or morphemes[ending.last].form == "이요"
    if (subjects or plainly) and not written_iyo:
        return _as(ending, Style.HAO, "statement", GUESS)
    if not ending.sense.style.polite:
        return _as(ending, Style.HAEYO, "fragment", GUESS)
    if subjects or any(one.form in {"은", "는", "ᆫ"} and one.word < noun.word for one in before):
        return replace(ending, confidence=GUESS)
    return ending


def _says_plainly_who(morphemes: tuple[Morpheme, ...]) -> bool:
    """Whether 나는 or 당신은 stands before, which 하오체 says and 해요체 hardly."""
    return any(
        one.form in _SELF_OR_YOU and one.part == "NP" and after.form in {"은", "는", "ᆫ"}
        for one, after in pairwise(morphemes)
    )


def _asked_or_wondered(ending: Ending, morphemes: tuple[Morpheme, ...], marks: str) -> Ending:
    """-는가: a question in 하게체, or in 해체 what one asks oneself (내가 잘못한 건가)."""
    stem = morphemes[ending.begins - 1] if ending.begins > 0 else None
    by_me = _is_my_doing(morphemes)
    done = stem is not None and stem.tag == "EP" and ending.form == "는가"
    aside = bool(_ASIDES & set(marks)) or ("?" not in marks and not done)
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
