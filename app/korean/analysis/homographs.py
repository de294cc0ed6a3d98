"""Mends stems that Kiwi takes for another verb: 사는 (살다), 파는 (팔다), 들어 (들다)."""

from typing import Final

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in

_LIVING: Final = frozenset({"에", "에서", "서", "랑", "이랑", "하고", "과", "와"})
_LIVING_WITH: Final = frozenset({"혼자", "같이", "함께", "따로", "어디", "여기", "거기", "잘"})
_PRICED: Final = frozenset({"NNB", "NR", "SN"})
_NOUNS: Final = frozenset({"NNG", "NNB", "NNP", "NP", "MM"})
# 아 (child?), 우 (a surname) and 여 (here) before 는, to Kiwi.
_SYLLABLES: Final = {"아": "알", "우": "울", "여": "열"}
_DROPS_RIEUL: Final = ("는", "세요", "시", "신", "네", "ᆸ니다", "니", "ᆫ")


def other_stem(morphemes: tuple[Morpheme, ...], index: int) -> str | None:
    """Return the stem, without 다, of the verb that stands at `index`, if Kiwi misses it.

    None where Kiwi may be right: 옷을 사세요 is 사다, 서울에 사세요 is 살다.
    """
    one = morphemes[index]
    if (one.form, one.tag) == ("듣", "VV-I"):
        # What one carries is lifted (들다) and not listened to: both are 들어요.
        return "들" if _noun_before(morphemes, index) in words_in("carried-thing") else None
    if index + 1 >= len(morphemes) or not morphemes[index + 1].form.startswith(_DROPS_RIEUL):
        return None
    if (one.form, one.part) == ("사", "VV"):
        return "살" if _is_about_living(morphemes, index) else None
    if (one.form, one.part) == ("나", "VV"):
        return "날" if index and morphemes[index - 1].tag == "JKO" else None
    if one.form in _SYLLABLES and one.part in {"NNG", "NNP", "NP", "IC"}:
        inflected = morphemes[index + 1].tag.startswith("E")
        is_verb = inflected or _is_before_a_noun(morphemes, index)
        return _SYLLABLES[one.form] if is_verb else None
    if one.form == "파" and one.part in {"VV", "NNG"}:
        return "팔" if _is_about_selling(morphemes, index) else None
    return None


def is_full(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 부르 is the adjective: a stomach stands right before it (배가 불러)."""
    if morphemes[index].form != "부르" or morphemes[index].part != "VV" or index == 0:
        return False
    noun = index - 1
    if morphemes[noun].tag in {"JKS", "JX"} or morphemes[noun].part == "MAG":
        noun -= 1
    if noun > 0 and morphemes[noun].tag == "JKS":
        noun -= 1
    return noun >= 0 and morphemes[noun].form in {"배", "속"}


def _is_about_living(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    before = morphemes[index - 1] if index else None
    if before is None or _has_object(morphemes, index):
        return False
    if before.form in _LIVING and before.tag.startswith("J"):
        return index < 2 or morphemes[index - 2].part not in _PRICED
    return before.form in _LIVING_WITH


def _is_about_selling(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 파는 stands before a noun and nothing that one digs stands before it."""
    dug = any(one.form in words_in("dug-thing") for one in morphemes[max(0, index - 2) : index])
    return _is_before_a_noun(morphemes, index) and not dug


def _is_before_a_noun(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 는 and then a noun follow, as after a verb: 아는 사람."""
    return (
        index + 2 < len(morphemes)
        and morphemes[index + 1].form == "는"
        and morphemes[index + 2].part in _NOUNS
    )


def _noun_before(morphemes: tuple[Morpheme, ...], index: int) -> str | None:
    """Return the noun of the same sentence that stands nearest before a verb."""
    sentence = morphemes[index].sentence
    nouns = (one for one in reversed(morphemes[:index]) if one.part == "NNG")
    nearest = next(nouns, None)
    return nearest.form if nearest is not None and nearest.sentence == sentence else None


def _has_object(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    sentence = morphemes[index].sentence
    return any(one.tag == "JKO" and one.sentence == sentence for one in morphemes[:index])
