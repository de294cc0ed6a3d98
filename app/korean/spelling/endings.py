"""Misspelled endings, found by their analysis: 할께요, 갈려고, 오십시요, 좋은대요, 먹읍니다."""

from dataclasses import dataclass
from functools import cache

from app.korean.analysis.analyser import join
from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.patch import Change, Reason
from app.korean.spelling.register import degree_in
from app.korean.spelling.syllables import final_of, with_final
from app.korean.tables import rows_of

_STEMS = frozenset({"VV", "VA", "VX", "XSV", "XSA", "VCP", "VCN"})


@dataclass(frozen=True, slots=True)
class MisspelledEnding:
    """What an ending should be, by which rule, and its degree among friends."""

    right: str
    rule: str
    casual: Degree


def ending_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find misspelled endings among the morphemes of `text`."""
    found: list[Change] = []
    for index, one in enumerate(morphemes):
        before = morphemes[index - 1] if index else None
        if before is None:
            continue
        if one.tag in {"EF", "EC"}:
            found += _by_form(text, before, one) or _by_letters(text, before, one)
        if before.tag == "ETM" and one.form == "꺼":
            becomes = with_final("거", final_of(text[one.start]) or "")
            becomes = becomes if one.start > before.end else f" {becomes}"
            reason = Reason("lkkeo", Degree.WRONG)
            found.append(Change(one.start, one.start + 1, becomes, (reason,)))
    return found


def _by_form(text: str, stem: Morpheme, ending: Morpheme) -> list[Change]:
    """Find an ending that the table has: 할께요, 갈려고, 먹을런지."""
    entry = _table().get(ending.form)
    if entry is None or (stem.part not in _STEMS and stem.tag != "EP"):
        return []
    degree = degree_in(text, Degree.WRONG, entry.casual)
    if degree is None:
        return []
    if entry.rule == "lkke":
        at = text.index("께", ending.start)
        return [Change(at, at + 1, "게", (Reason(entry.rule, degree),))]
    becomes = join(((stem.form, stem.tag), (entry.right, ending.tag)))
    return [Change(stem.start, ending.end, becomes, (Reason(entry.rule, degree),))]


def _by_letters(text: str, stem: Morpheme, ending: Morpheme) -> list[Change]:
    if ending.form.startswith(("읍니다", "읍니까")) and final_of(text[: ending.start]) != "ㄹ":
        return [_replaced(ending.start, "습", "iss-eup")]
    if stem.form in {"시", "으시"} and ending.form == "요" and ending.start > 0:
        return [_replaced(ending.start - 1, "세", "siyo")]
    hearsay = ending.form in {"대", "대요"} and stem.tag == "ETM"
    hearsay = hearsay or (ending.form in {"ᆫ대", "ᆫ대요"} and stem.part in {"VA", "VCP", "XSA"})
    if hearsay and "대" in text[ending.start : ending.end]:
        return [_replaced(text.index("대", ending.start), "데", "nde")]
    return []


def _replaced(at: int, becomes: str, rule: str) -> Change:
    return Change(at, at + 1, becomes, (Reason(rule, Degree.WRONG),))


@cache
def _table() -> dict[str, MisspelledEnding]:
    return {
        row["ending"]: MisspelledEnding(row["right"], row["rule"], Degree(row["casual"]))
        for row in rows_of("misspelled_endings.tsv")
    }
