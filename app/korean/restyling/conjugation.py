"""Writes a predicate from its parts, where the analyser's own joining needs a hand."""

from app.korean.analysis.analyser import join
from app.korean.restyling.honorific_words import Pair, plain_verbs

_NATURAL_SPELLINGS = (
    ("거입니다", "겁니다"),
    ("거입니까", "겁니까"),
    ("거이오", "거요"),
    ("려고합니다", "려고 합니다"),
    ("야합니다", "야 합니다"),
    ("꺼입니다", "껍니다"),
    ("꺼입니까", "껍니까"),
    ("거인", "건"),
    ("도와 주", "도와주"),
    ("물어 보", "물어보"),
    ("물어 봐", "물어봐"),
    ("물어 봤", "물어봤"),
)
_LIKE_THIS = {"그러": "그렇", "이러": "이렇", "저러": "저렇"}
_FINALS, _FIRST_SYLLABLE = 28, ord("가")
# 뵙다 stands before consonants only: 뵙겠습니다, but 뵐게요, 봬요.
_AFTER_BOEP = ("습", "겠", "고", "지", "는", "네", "니", "소", "기", "도", "더", "자", "던")
_H_STEMS = ("렇", "맣", "얗", "갛", "랗", "떻", "덯", "멓", "옇")


def conjugated(pairs: tuple[Pair, ...]) -> str:
    """Write (form, tag) pairs, the last an ending: 만들 + 소 gives 만드오, 춥 + 니 gives 춥니.

    -소 / -오, -니 and -음세 have shapes that joining does not know; 먹련다 wants its 으.
    """
    pairs = tuple(_before_a_vowel(pairs, index) for index in range(len(pairs)))
    stem, ending = pairs[-2][0] if len(pairs) > 1 else "", pairs[-1][0]
    if ending == "소":
        text = _with_hao(join((*pairs[:-1], ("습니다", "EF"))))
    elif ending in {"네", "니"}:
        text = join((*pairs[:-1], ("네", "EF")))
        if stem.endswith(_H_STEMS):
            text = join((*pairs[:-1], ("습니다", "EF"))).removesuffix("습니다") + "네"
        text = text[:-1] + ending
    elif ending == "음세":
        text = join((*pairs[:-1], ("음", "ETN"))) + "세"
    elif ending == "련다":
        text = join((*pairs[:-1], ("려고", "EC"))).removesuffix("고") + "ᆫ다"
        text = text.removesuffix("련다") + "련다"
    else:
        text = join(pairs)
    for odd, natural in _NATURAL_SPELLINGS:
        text = text.replace(odd, natural)
    if stem in plain_verbs() and text.endswith("셔요"):
        text = text.removesuffix("셔요") + "세요"
    return text


def _before_a_vowel(pairs: tuple[Pair, ...], index: int) -> Pair:
    """Return a pair; 그러다 and 이러다 inflect as 그렇다 and 이렇다 before 어: 그래, 이랬어."""
    form, tag = pairs[index]
    following = pairs[index + 1][0] if index + 1 < len(pairs) else ""
    if tag == "VV" and form in _LIKE_THIS and following.startswith(("어", "었")):
        return (_LIKE_THIS[form], "VA-I")
    if form.endswith("뵙") and not following.startswith(_AFTER_BOEP):
        return (form.removesuffix("뵙") + "뵈", "VV")
    return (form, tag)


def _with_hao(formal: str) -> str:
    """Turn 먹습니다 into 먹소, 갑니다 into 가오."""
    if formal.endswith("습니다"):
        return formal.removesuffix("습니다") + "소"
    before, last = formal[:-3], formal[-3]
    open_syllable = chr(ord(last) - (ord(last) - _FIRST_SYLLABLE) % _FINALS)
    return before + open_syllable + "오"
