"""Stems and endings that were only put side by side: 춥어요, 듣어요, 예쁘어요, 알으세요, 가으면."""

from itertools import pairwise

from app.korean.analysis.analyser import join, score
from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.patch import Change, Reason
from app.korean.spelling.register import is_casual
from app.korean.spelling.syllables import apart, final_of, is_syllable, together, vowel_of

_STEMS = frozenset({"VV", "VA", "VX", "XSV", "XSA"})
_ENDINGS = frozenset({"EF", "EC", "EP", "ETM", "ETN"})
_IRREGULAR_FINALS = {
    "ㅂ": "irregular-b",
    "ㄷ": "irregular-d",
    "ㅅ": "irregular-s",
    "ㅎ": "irregular-h",
}
# What natives say and, among friends, write: 알어, 많어.
_SPOKEN = frozenset({"vowel-harmony", "long-form"})
_ROUND = frozenset("ㅏㅗㅑ")


def conjugation_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find stems that should have changed before their ending, or the ending after its stem."""
    found: list[Change] = []
    for stem, ending in pairwise(morphemes):
        if stem.part not in _STEMS or stem.end != ending.start:
            continue
        if ending.tag not in _ENDINGS and (ending.form, stem.tag) != ("은", "VA-I"):
            continue
        written = text[stem.start : stem.end]
        if written != stem.form or ending.end <= ending.start:
            continue
        rule = _rule(stem, text[ending.start : ending.end])
        if rule is None or (rule in _SPOKEN and is_casual(text)):
            continue
        becomes = _joined(rule, stem, ending, text)
        if (
            not becomes.endswith(text[ending.start + 1 : ending.end])
            or becomes == text[stem.start : ending.end]
        ):
            continue
        candidate = text[: stem.start] + becomes + text[ending.end :]
        if score(candidate) >= score(text):
            degree = _degree(rule, text)
            found.append(Change(stem.start, ending.end, becomes, (Reason(rule, degree),)))
    return found


def _degree(rule: str, text: str) -> Degree:
    return Degree.SUGGESTION if rule == "long-form" else Degree.WRONG


def _rule(stem: Morpheme, ending: str) -> str | None:
    """Return the rule that stem and ending, written one after the other, may break."""
    first = ending[0]
    if not is_syllable(first):
        return None
    initial, vowel, _ = apart(first)
    final = final_of(stem.form)
    if initial == "ㅇ" and vowel in "ㅏㅓㅡ":
        return _before_a_vowel(stem, final or "", vowel)
    if final == "ㄹ":
        return _after_l(first, ending)
    if final == "" and ending.startswith("습"):
        return "seumnida-after-vowel"
    return None


def _before_a_vowel(stem: Morpheme, final: str, vowel: str) -> str | None:
    if final:
        if stem.tag.endswith("-I") and final in _IRREGULAR_FINALS:
            return _IRREGULAR_FINALS[final]
        if final == "ㄹ" and vowel == "ㅡ":
            return "l-stem-eu"
        harmony = (vowel_of(stem.form) in _ROUND) == (vowel == "ㅏ")
        return None if vowel == "ㅡ" or harmony else "vowel-harmony"
    last = vowel_of(stem.form)
    if vowel == "ㅡ":
        return "eu-after-vowel"
    return _open_stem_before_a_vowel(stem, last)


def _open_stem_before_a_vowel(stem: Morpheme, last: str | None) -> str | None:
    if last == "ㅡ":
        return "irregular-reu" if stem.form.endswith("르") else "eu-dropping"
    if stem.form.endswith("하"):
        return "hada-hae"
    if last in {"ㅏ", "ㅓ", "ㅕ"} or stem.form.endswith("오"):
        return "same-vowel"
    long = last == "ㅣ" or stem.form.endswith("우")
    return "long-form" if long and len(stem.form) > 1 and not _is_honorific(stem) else None


def _is_honorific(stem: Morpheme) -> bool:
    """Whether -(으)시- is in the stem: 드시어요 is old-fashioned, not long."""
    return stem.form.endswith("시") and stem.form != "마시"


def _after_l(first: str, ending: str) -> str | None:
    if ending.startswith(("습", "읍")):
        return "l-stem-seumnida"
    return "l-dropping" if apart(first)[0] in "ㄴㅅ" else None


def _joined(rule: str, stem: Morpheme, ending: Morpheme, text: str) -> str:
    written = text[ending.start : ending.end]
    if rule == "long-form":
        return _contracted(stem.form, written)
    form = written if final_of(stem.form) == "ㄹ" else ending.form
    tag = "ETM" if form in {"은", "을"} else ending.tag
    return join(((stem.form, stem.tag), (form, tag)))


def _contracted(stem: str, ending: str) -> str:
    """마시 + 었 gives 마셨, 배우 + 어요 gives 배워요."""
    initial, vowel, _ = apart(stem[-1])
    final = apart(ending[0])[2]
    return stem[:-1] + together(initial, "ㅕ" if vowel == "ㅣ" else "ㅝ", final) + ending[1:]
