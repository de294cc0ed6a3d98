"""-든 for a choice and -던 for what one remembers: 가던지 말던지, 얼마나 춥든지, 먹든 빵."""

import re

from app.korean.analysis.analyser import score
from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.patch import Change, Reason, changed

_INDIFFERENT = re.compile(
    r"[ ]*(?:말[던든]|상관|괜찮|신경|간에|마음대로|맘대로|알아서|관계|무관|무조건|다 좋|나는 몰라)"
)
_ANY = frozenset(
    {"누구", "언제", "어디", "무엇", "뭐", "어느", "무슨", "어떤", "어떻게", "얼마", "몇", "아무"}
)
_HOW = frozenset({"얼마나", "어찌나", "어찌"})
_CHOICE_ENDINGS = frozenset({"던지", "던", "이던지", "라던지"})


def choice_and_memory_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find -던(지) that lists choices, and -든(지) that looks back."""
    found: list[Change] = []
    for index, one in enumerate(morphemes):
        if one.tag not in {"EC", "EF", "ETM", "JX"}:
            continue
        if one.form in _CHOICE_ENDINGS and _is_choice(text, morphemes, index):
            found.append(_replaced(text, one, "던", "든", "deun-choice"))
        elif one.form.startswith("든") and _is_memory(text, morphemes, index):
            found.append(_replaced(text, one, "든", "던", "deon-memory"))
    return found


def _is_memory(text: str, morphemes: tuple[Morpheme, ...], index: int) -> bool:
    form = morphemes[index].form
    if form == "든지":
        return _looks_back(text, morphemes, index)
    return form == "든데" or (form == "든" and _is_modifier(text, morphemes, index))


def _replaced(text: str, one: Morpheme, was: str, becomes: str, rule: str) -> Change:
    at = text.index(was, one.start)
    return Change(at, at + 1, becomes, (Reason(rule, Degree.WRONG),))


def _is_choice(text: str, morphemes: tuple[Morpheme, ...], index: int) -> bool:
    one = morphemes[index]
    if _INDIFFERENT.match(text, one.end):
        return True
    stem = morphemes[index - 1] if index else None
    if stem is not None and stem.form == "말" and re.search(r"[던든]지?[ ]*말", text):
        return True
    if stem is not None and stem.form in {"그러", "이러", "저러"} and one.form == "던지":
        return True
    if one.form == "던":
        return _has_twin(text, one, "던(?=[ ])")
    if any(each.form in _ANY for each in morphemes[max(0, index - 6) : index]):
        return not _asks_with(morphemes[:index])
    return _has_twin(text, one, "던지")


def _has_twin(text: str, one: Morpheme, pattern: str) -> bool:
    """Whether the next word but few ends in the same ending (좋던 싫던, 밥이던지 빵이던지)."""
    rest = text[one.end :].split(" ")[1:3]
    return any(re.search(pattern + "?$" if pattern == "던지" else "던$", each) for each in rest)


def _asks_with(before: tuple[Morpheme, ...]) -> bool:
    """Whether -던지 is how one wonders (얼마나 추웠던지, 누가 왔던지)."""
    return any(one.form in _HOW for one in before) or before[-1].tag == "EP"


def _looks_back(text: str, morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 얼마나 or 어찌나 stands before -든지, and no indifference after it."""
    before = morphemes[max(0, index - 6) : index]
    how = any(one.form in _HOW for one in before)
    return how and _INDIFFERENT.match(text, morphemes[index].end) is None


def _is_modifier(text: str, morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether a noun follows -든, with no question word and no other choice in the sentence."""
    one = morphemes[index]
    following = morphemes[index + 1 : index + 2]
    stem = morphemes[index - 1] if index else None
    if stem is None or (stem.part not in {"VV", "VA", "VX", "XSV", "XSA"} and stem.tag != "EP"):
        return False
    if not following or following[0].part not in {"NNG", "NNB"} or following[0].start == one.end:
        return False
    asks = any(each.form in _ANY or each.form in _HOW for each in morphemes[:index])
    if asks or text.count("든") > 1 or _INDIFFERENT.match(text, one.end):
        return False
    change = _replaced(text, one, "든", "던", "deon-memory")
    return score(changed(text, [change])) - score(text) > 3.0
