"""Adjectives inflected as verbs and the reverse: 예쁘는, 좋는데, 재미있은, 예쁜다."""

from app.korean.analysis.analyser import join, score
from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.edit import Degree
from app.korean.patch import Change, Reason, changed

_EXISTENCE = ("있", "없", "재밌", "계시")
_ADJECTIVES = frozenset({"VA", "XSA"})
_AFTER_EXISTENCE = frozenset({"후", "뒤", "지", "다음", "이후", "이래", "적", "듯", "연후"})
# They are verbs as well: a child grows (크는 아이), the day breaks (날이 밝는다).
_ALSO_VERBS = frozenset({"크", "밝", "길", "늦", "굳", "있", "없", "계시", "힘들", "그렇"})
_BECOMES_MODIFIER = {"는": ("ᆫ", ""), "는데": ("ᆫ", "데"), "는데요": ("ᆫ", "데요")}


def modifier_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find -는 and -ㄴ다 after an adjective, and -은 after 있다 and 없다."""
    found: list[Change] = []
    for index, ending in enumerate(morphemes[1:], start=1):
        if ending.tag not in {"ETM", "EC", "EF"}:
            continue
        stem = morphemes[index - 1]
        following = morphemes[index + 1 : index + 2]
        change = _existence(text, stem, ending, following) or _adjective(
            text, morphemes, index, _ALSO_VERBS
        )
        if change is not None:
            found.append(change)
    return found


def _existence(
    text: str, stem: Morpheme, ending: Morpheme, following: tuple[Morpheme, ...]
) -> Change | None:
    """재미있은 becomes 재미있는, 없은데 becomes 없는데; 있은 후에 is right."""
    written = text[ending.start : ending.end]
    if stem.part not in {"VV", "VA", "VX"} or not stem.form.endswith(_EXISTENCE):
        return None
    if not written.startswith("은") or written not in {"은", "은데", "은데요"}:
        return None
    if following and following[0].form in _AFTER_EXISTENCE and ending.tag == "ETM":
        return None
    if written == "은" and not (following and following[0].part in {"NNG", "NNB", "NNP", "NP"}):
        return None
    reason = Reason("isseun", Degree.WRONG)
    return Change(ending.start, ending.start + 1, "는", (reason,))


def _adjective(
    text: str, morphemes: tuple[Morpheme, ...], index: int, verbs: frozenset[str]
) -> Change | None:
    stem, ending = morphemes[index - 1], morphemes[index]
    if not _is_adjective(morphemes, index - 1) or stem.form.endswith(_EXISTENCE):
        return None
    written = text[ending.start : ending.end]
    if ending.form in {"ᆫ다", "는다"} and stem.form not in verbs:
        becomes = join(((stem.form, stem.tag), ("다", ending.tag)))
        change = _changed(stem, ending, becomes, "adjective-nda")
        return change if score(changed(text, [change])) > score(text) else None
    if written not in _BECOMES_MODIFIER or stem.end != ending.start:
        return None
    if text[stem.start : stem.end] != stem.form:
        return None
    modifier, rest = _BECOMES_MODIFIER[written]
    becomes = join(((stem.form, stem.tag), (modifier, "ETM"))) + rest
    change = _changed(stem, ending, becomes, "adjective-neun")
    if stem.form in verbs and score(changed(text, [change])) <= score(text):
        return None
    return change


def _is_adjective(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether the stem is an adjective; 하다 by the noun before it (필요하다, 행복하다)."""
    stem = morphemes[index]
    if stem.form != "하" or stem.part == "VA":
        return stem.part in _ADJECTIVES
    root = morphemes[index - 1] if index else None
    if root is None or root.end != stem.start:
        return False
    return (root.tag == "XR" and stem.part == "XSA") or root.form in words_in("adjective-root")


def _changed(stem: Morpheme, ending: Morpheme, becomes: str, rule: str) -> Change:
    return Change(stem.start, ending.end, becomes, (Reason(rule, Degree.WRONG),))
