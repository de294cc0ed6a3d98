"""A stem in the form of another ending: 배워고, 기다려세요, 먹으었어요, 오서, 기다리주세요.

Learners put an ending after the form that they know best, the one in -아/어 (배워요), or leave that
form out where it is needed. What stands before the ending is read by itself, and mended only where
the whole sentence becomes far likelier.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from app.korean.analysis.analyser import analyse, join, noun_in_dictionary, score
from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.patch import Change, Reason, changed
from app.korean.spelling.syllables import final_of, vowel_of

Pairs = tuple[tuple[str, str], ...]

_STEMS: Final = frozenset({"VV", "VA", "VX", "XSV", "XSA"})
_ENDINGS: Final = frozenset({"EF", "EC", "EP", "ETM", "ETN"})
# What follows -어 in no right word.
_AFTER_EO: Final = (
    (re.compile(r"고(?=[ ]?[있싶]|서|[ ][가-힣]|[.,!]|$)"), "고", "EC"),
    (re.compile(r"지만(?![가-힣])"), "지만", "EC"),
    (re.compile(r"지(?=[ ]?(?:마|말|않))"), "지", "EC"),
    (re.compile(r"는데(?=요?(?![가-힣]))"), "는데", "EC"),
    (re.compile(r"니까(?![가-힣])"), "니까", "EC"),
    (re.compile(r"면(?=[ ]|서|$)"), "면", "EC"),
    (re.compile(r"려고(?![가-힣])"), "려고", "EC"),
    (re.compile(r"러(?=[ ][가오와갔왔다])"), "러", "EC"),
    (re.compile(r"세요(?![가-힣])"), "세요", "EF"),
    (re.compile(r"네요(?![가-힣])"), "네요", "EF"),
    (re.compile(r"습니다(?![가-힣])"), "ᆸ니다", "EF"),
    (re.compile(r"십니다(?![가-힣])"), "십니다", "EF"),
    (re.compile(r"십시오(?![가-힣])"), "십시오", "EF"),
    (re.compile(r"겠(?=[어습지네는다])"), "겠", "EP"),
    (re.compile(r"[었았](?=[어습지네는다])"), "었", "EP"),
)
_UNDER_THE_FORM: Final = frozenset({"ᆯ", "ᆸ니다", "ᆸ니까"})
_EO_VOWELS: Final = frozenset("ㅏㅓㅕㅘㅝㅐㅙ")
_AFTER_EU: Final = re.compile(
    r"(?<=으)(고(?=[ ]|$)|지만|는(?=데|[ ])|습니다|겠|[었았](?=[어습지네는다])|[어아](?=[요서]))"
)
_WANTS_EO: Final = re.compile(
    r"서(?=요?(?![가-힣]))|야(?=[ ]?(?:[하해합했할한되돼됩됐될]|겠))"
    r"|도(?=[ ]?(?:[되돼됩됐될]|괜찮))"
)
_DA_SEO: Final = re.compile(r"(?<=[가-힣])다서(?![가-힣])")
_GIVING: Final = frozenset("주줘줬줄준")
# 들어고 is 듣고 as well as 들고.
_TWINS: Final = {"들": "듣", "걸": "걷", "물": "묻", "실": "싣", "깨달": "깨닫"}
_REGULAR_OR_NOT: Final = frozenset({"걷", "묻", "굽"})
# The analyser makes up stems of these.
_NEVER_STEMS: Final = ("해", "써", "꺼")
_OUTCRIES: Final = frozenset({"그렇", "이렇", "저렇", "어떻", "그러", "이러", "저러"})
_MARGIN: Final = 4.0
# Where the analyser itself reads a bare stem before -서, -야 or -도.
_GLUED_MARGIN: Final = 1.0


def stem_form_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find endings after a form of the stem that another ending asks for."""
    return [
        *_after_eo(text, morphemes),
        *_after_l_or_b(text, morphemes),
        *_after_eu(text, morphemes),
        *_without_eo(text, morphemes),
        *_da_before_seo(text, morphemes),
        *_giving(text, morphemes),
    ]


def _after_eo(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """배워고, 기다려세요, 있어지만."""
    for pattern, form, tag in _AFTER_EO:
        for match in pattern.finditer(text):
            at = match.start()
            if not at or not _may_be_in_eo(text[at - 1]):
                continue
            if form == "ᆸ니다" or not _reads_on(text, morphemes, at):
                yield from _best(text, text[:at], match.end(), (form, tag))


def _after_l_or_b(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """마셥니다, 배월 거예요: the consonant of the ending stands under the form in -어."""
    for stem, linking, ending in zip(morphemes, morphemes[1:], morphemes[2:], strict=False):
        if stem.part not in _STEMS or linking.form != "어" or ending.form not in _UNDER_THE_FORM:
            continue
        if linking.tag not in {"EC", "EF"} or ending.start >= linking.end:
            continue
        becomes = join(((stem.form, stem.tag), (ending.form, ending.tag)))
        reasons = (Reason("eo-before-ending", Degree.WRONG),)
        change = Change(stem.start, ending.end, becomes, reasons)
        if _gain(text, change) > _MARGIN:
            yield change


def _may_be_in_eo(before: str) -> bool:
    return final_of(before) == "" and vowel_of(before) in _EO_VOWELS


def _reads_on(text: str, morphemes: tuple[Morpheme, ...], at: int) -> bool:
    """Whether a stem as it is (보내고), a noun (해고) or an ending (달라고) reaches over `at`."""
    for one in morphemes:
        if one.end == at and _is_stem_as_it_is(text, one):
            return True
        if one.start < at < one.end:
            known = one.part in _STEMS or one.tag in _ENDINGS or one.tag in {"MAG", "IC", "JX"}
            if known or noun_in_dictionary(one.form) is not None:
                return True
    return False


def _is_stem_as_it_is(text: str, one: Morpheme) -> bool:
    stem = one.part in _STEMS or one.tag == "EP"
    whole = text[one.start : one.end] == one.form
    return stem and whole and not one.form.endswith(_NEVER_STEMS)


def _best(text: str, before: str, end: int, ending: tuple[str, str]) -> Iterator[Change]:
    """Yield the change of the form in -어 that `before` ends in, if one is far likelier."""
    read = _stem_in_eo(before)
    if read is None:
        return
    start, pairs = read
    if before[start:] == "".join(form for form, _ in pairs):
        return
    if ending[0] == "지" and pairs[-1][1].startswith(("VA", "XSA")):
        # 추워지 않아요 may be 춥지 or 추워지지.
        return
    tried = [pairs]
    if pairs[-1][0] in _TWINS:
        tried.append((*pairs[:-1], (_TWINS[pairs[-1][0]], "VV-I")))
    reasons = (Reason("eo-before-ending", Degree.WRONG),)
    changes = [Change(start, end, _joined((*one, ending)), reasons) for one in tried]
    best = max(changes, key=lambda one: score(changed(text, [one])))
    if _gain(text, best) > _MARGIN:
        yield best


def _joined(pairs: Pairs) -> str:
    """Write the predicate; whoever says 도와세요 asks to be helped."""
    return "도와주세요" if pairs == (("돕", "VV-I"), ("세요", "EF")) else join(pairs)


def _stem_in_eo(before: str) -> tuple[int, Pairs] | None:
    """Return where the predicate starts that `before` ends in, and its parts without -어.

    With 요 after it the form is surely that of a predicate (물어, 와).
    """
    morphemes = analyse(before + "요")
    if len(morphemes) < 2 or (morphemes[-1].form, morphemes[-1].tag) != ("어요", "EF"):
        return None
    first = len(morphemes) - 2
    while first > 0 and morphemes[first].tag == "EP":
        first -= 1
    stem = morphemes[first]
    if stem.part not in _STEMS or stem.form in _OUTCRIES:
        return None
    return stem.start, tuple((one.form, one.tag) for one in morphemes[first:-1])


def _after_eu(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """먹으고, 들으었어요: 으 stands between two consonants only where the ending asks for it."""
    for match in _AFTER_EU.finditer(text):
        at = match.start() - 1
        if not final_of(text[:at]):
            continue
        stem = next((one for one in morphemes if one.end == at and one.part in _STEMS), None)
        if stem is None:
            continue
        ending = {"았": "었", "아": "어"}.get(match.group(), match.group())
        tag = "EP" if ending in {"었", "겠"} else "EC"
        written = join(((stem.form, stem.tag), (ending, tag)))
        reasons = (Reason("eu-before-consonant", Degree.WRONG),)
        change = Change(stem.start, match.end(), written, reasons)
        if written != text[stem.start : match.end()] and _gain(text, change) >= 0.0:
            yield change


def _without_eo(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """오서, 하야 해요, 마시도 돼요."""
    for match in _WANTS_EO.finditer(text):
        at = match.start()
        for index, stem in enumerate(morphemes):
            if stem.end != at or stem.form != text[stem.start : at]:
                continue
            honoured = (stem.form, stem.tag) == ("시", "EP")
            if stem.part not in _STEMS and not honoured:
                continue
            first = index - 1 if honoured and index else index
            pairs = tuple((one.form, one.tag) for one in morphemes[first : index + 1])
            span = (morphemes[first].start, match.end())
            change = _likeliest(text, span, pairs, ("어" + match.group(), "EC"))
            following = morphemes[index + 1 : index + 2]
            glued = bool(following) and (following[0].start, following[0].tag) == (at, "EC")
            margin = _GLUED_MARGIN if glued else _MARGIN
            if change.becomes != text[slice(*span)] and _gain(text, change) > margin:
                yield change


def _likeliest(text: str, span: tuple[int, int], pairs: Pairs, ending: tuple[str, str]) -> Change:
    """Return the change to the regular or the irregular form, whichever is likelier."""
    stem, tag = pairs[-1]
    tags = (tag, "VV-I") if stem in _REGULAR_OR_NOT else (tag,)
    reasons = (Reason("eo-left-out", Degree.WRONG),)
    changes = [Change(*span, join((*pairs[:-1], (stem, one), ending)), reasons) for one in tags]
    return max(changes, key=lambda one: score(changed(text, [one])))


def _da_before_seo(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """춥다서: -서 follows -어, not the form of the dictionary."""
    for match in _DA_SEO.finditer(text):
        for stem in morphemes:
            if stem.end == match.start() and stem.part in {"VA", "XSA"}:
                becomes = join(((stem.form, stem.tag), ("어서", "EC")))
                reasons = (Reason("eo-left-out", Degree.WRONG),)
                yield Change(stem.start, match.end(), becomes, reasons)


def _giving(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """기다리주세요: 주다 follows a verb in -어."""
    for verb, giving in pairwise(morphemes):
        if verb.tag not in {"VV", "VV-I", "XSV"} or giving.tag not in {"VX", "VV"}:
            continue
        if giving.form != "주" or text[giving.start] not in _GIVING:
            continue
        if text[verb.start : verb.end] != verb.form or text[verb.end : giving.start].strip():
            continue
        linked = join(((verb.form, verb.tag), ("어", "EC")))
        if linked == verb.form:
            continue
        space = "" if verb.form == "돕" else " "
        reasons = (Reason("eo-before-juda", Degree.WRONG),)
        change = Change(verb.start, giving.start, linked + space, reasons)
        if _gain(text, change) > _MARGIN:
            yield change


def _gain(text: str, change: Change) -> float:
    return score(changed(text, [change])) - score(text)
