"""Misspelled endings and copulas, found by their analysis: 할께요, 의사에요, 먹지 안아요."""

from app.korean.analyser import Morpheme
from app.korean.edit import Degree
from app.korean.particles import final_consonant
from app.korean.patch import Change, Reason


def ending_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find misspelled endings among the morphemes of `text`."""
    found: list[Change] = []
    for index, one in enumerate(morphemes):
        before = morphemes[index - 1] if index else None
        if one.tag in {"EF", "EC"}:
            found += _by_letters(text, one)
        if before is not None and one.tag == "EF" and one.form in {"예요", "에요"}:
            found += _copula(text, morphemes, index)
        if before is not None and before.tag == "ETM" and one.form == "꺼":
            becomes = "거" if one.start > before.end else " 거"
            found.append(
                Change(one.start, one.start + 1, becomes, (Reason("lkkeo", Degree.WRONG),))
            )
        if before is not None and before.form == "지" and before.tag == "EC":
            found += _negation(text, before, one)
    return found


def _by_letters(text: str, ending: Morpheme) -> list[Change]:
    written = text[ending.start : ending.end]
    for wrong, right, rule, degree in (
        ("께", "게", "lkke", Degree.WRONG),
        ("함니", "합니", "mnida", Degree.WRONG),
        ("슴니", "습니", "mnida", Degree.WRONG),
    ):
        if wrong not in written:
            continue
        if rule == "lkke" and not ending.form.startswith(("ᆯ께", "을께")):
            continue
        at = ending.start + written.index(wrong)
        return [Change(at, at + len(wrong), right, (Reason(rule, degree),))]
    if ending.form.startswith(("읍니다", "읍니까")):
        return [Change(ending.start, ending.start + 1, "습", (Reason("iss-eup", Degree.WRONG),))]
    return []


def _copula(text: str, morphemes: tuple[Morpheme, ...], index: int) -> list[Change]:
    ending, copula = morphemes[index], morphemes[index - 1]
    if (
        copula.tag == "VCN"
        and ending.form == "예요"
        and text[copula.start : ending.end] == "아니예요"
    ):
        return [_replaced(ending, "에요", "anieyo")]
    if copula.tag != "VCP" or index < 2:
        return []
    noun = morphemes[index - 2]
    closed = final_consonant(text[noun.start : noun.end])
    contracted = copula.start == copula.end
    if ending.form == "예요" and closed and not contracted and noun.tag == "NNG":
        return [_replaced(ending, "에요", "ieyo")]
    if ending.form == "에요" and closed is False and contracted and noun.part.startswith("N"):
        return [_replaced(ending, "예요", "yeyo")]
    return []


def _replaced(ending: Morpheme, becomes: str, rule: str) -> Change:
    return Change(ending.start, ending.end, becomes, (Reason(rule, Degree.WRONG),))


def _negation(text: str, connective: Morpheme, following: Morpheme) -> list[Change]:
    if text[following.start : following.start + 1] != "안" or following.start == connective.end:
        return []
    return [Change(following.start, following.start + 1, "않", (Reason("ji-anh", Degree.WRONG),))]
