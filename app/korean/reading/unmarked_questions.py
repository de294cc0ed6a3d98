"""Whether a sentence asks though no question mark says so (누구야, 왜 그래)."""

from enum import Enum, auto
from itertools import pairwise

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.reading.sentences import Sentence
from app.korean.reading.speech_acts import asks


class Asking(Enum):
    """Whether a sentence asks, as far as it can be told."""

    ASKS = auto()
    STATES = auto()
    EITHER = auto()


_FAMILIES = frozenset({"statement", "copula", "command"})
_SPOKEN = frozenset({"어", "어요", "야", "예요", "에요", "세요", "으세요"})
# 얼마나 좋아! wonders as 얼마나 좋습니까! does.
_ALWAYS_ASK = frozenset({"왜", "어떡하", "웬일", "웬", "어쩌", "얼마나", "어쩜"})
_ASK_BEFORE_THE_PREDICATE = frozenset(
    {"뭐", "뭣", "무엇", "누구", "어디", "언제", "어떻", "어떻게"}
)
_ASK_AS_PREDICATE = frozenset({"뭐", "누구", "어디", "언제", "얼마", "몇"})
_WHICH = frozenset({"무슨", "어느", "웬", "몇"})
_LIGHT = frozenset({"JKO", "JKS", "JX", "JKB", "MAG"})
_ANY = frozenset({"든", "든지", "나", "이나", "라도", "어도"})
_QUOTING = frozenset({"라", "라고", "이라고"})
_INDEFINITE_PARTICLES = frozenset({"나", "이나", "든", "든지", "도", "라도", "ᆫ가"})
_EMBEDDING = frozenset({"는지", "ᆫ지", "은지", "을지", "ᆯ지", "던지", "다고", "라고", "냐고", "자고"})
_FIXED = frozenset({"날", "정도", "전", "안", "후", "동안", "새", "번", "덧"})


def unmarked_question(sentence: Sentence) -> Asking:
    """Tell whether a sentence asks: by its mark or ending, or by a question word in 해 or 해요.

    뭐 해., 이게 뭐야. ask; 누구나 알아, 왜 그런지 몰라, 얼마 전에 왔어 do not; 어떤 애가 왔어. may.
    """
    ending = sentence.ending
    if asks(sentence):
        return Asking.ASKS
    if ending is None or ending.sense.family not in _FAMILIES or ending.form not in _SPOKEN:
        return Asking.STATES
    morphemes = sentence.morphemes
    found = [
        _of_word(morphemes, index, ending.begins)
        for index, one in enumerate(morphemes[: ending.begins])
        if _is_a_question_word(one) or _is_what(one, morphemes[index + 1])
    ]
    for reading in (Asking.ASKS, Asking.EITHER):
        if reading in found:
            return reading
    return Asking.STATES


def _is_a_question_word(one: Morpheme) -> bool:
    if one.form in _ALWAYS_ASK or (one.form, one.tag) == ("어떻게", "MAG"):
        return True
    return one.form in words_in("question-word") and one.part in {"NP", "MM", "MAG", "VA", "NNG"}


def _is_what(one: Morpheme, following: Morpheme) -> bool:
    """Whether 뭐 that the analyser takes for a filler stands right before a verb: 뭐 드세요."""
    return (one.form, one.tag) == ("뭐", "IC") and following.part == "VV"


def _of_word(morphemes: tuple[Morpheme, ...], index: int, begins: int) -> Asking:
    one, rest = morphemes[index], morphemes[index + 1 : begins]
    after = rest[0] if rest else None
    if after is not None and (after.form in _INDEFINITE_PARTICLES or after.form in _FIXED):
        return Asking.STATES
    if any(each.form == "좀" for each in rest):
        return Asking.STATES  # 뭐 좀 먹어
    if any(each.form in _ANY for each in rest[1:2]):
        return Asking.STATES  # 어디든 좋아, 어떻게든 해 봐
    if any(each.form in _QUOTING for each in rest[:2]):
        return Asking.ASKS  # 뭐라고 했어., 내가 뭐랬어.
    if any(each.form in _EMBEDDING for each in rest) or any(map(_is_whether, pairwise(rest))):
        return Asking.STATES
    if any(each.form == "있" for each in rest) and one.form in {"뭐", "왜"} and len(rest) == 1:
        return Asking.EITHER  # 뭐 있어., 왜 있잖아
    if one.form in _ALWAYS_ASK:
        return Asking.ASKS
    words = [each for each in rest if each.tag not in _LIGHT]
    if any(each.part == "VCP" for each in words):
        near = len(words) == 1 and one.form in _ASK_AS_PREDICATE
        return Asking.ASKS if near or one.form in _WHICH else Asking.EITHER
    verbs = [each for each in words if each.part not in {"EP", "VX", "EC"}]
    near = one.form in _ASK_BEFORE_THE_PREDICATE and len(verbs) <= 1
    return Asking.ASKS if near else Asking.EITHER


def _is_whether(pair: tuple[Morpheme, Morpheme]) -> bool:
    return pair[0].tag == "ETM" and pair[1].form == "지"
