"""Endings in the wrong shape for the sound before them: 먹면, 가습니다, 먹았어요, 갔아요, 먹요.

The analyser does not know what these are, so the right shape is tried, and accepted where it reads
as stem and ending and the whole sentence becomes much more likely.
"""

import re
from collections.abc import Iterator

from app.korean.analysis.analyser import analyse, join, score
from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.patch import Change, Reason, changed, without_overlaps
from app.korean.spelling.conjugation import conjugation_errors
from app.korean.spelling.syllables import final_of, vowel_of, with_final

_STEMS = frozenset({"VV", "VA", "VX", "XSV", "XSA", "VCP", "VCN"})
_ENDINGS = frozenset({"EF", "EC", "EP", "ETM"})
_SEUMNIDA = re.compile(r"(?<=[가-힣])습(?=니[다까])")
_WITHOUT_EU = re.compile(r"(?<=[가-힣])(?:면|니까|시면|세요|십니다|시는|셨|려고|러[ ])")
_BRIGHT = re.compile(r"(?<=[가-힣])(?:았|아(?=요|서|야|도))")
_EAR = re.compile(r"(?<=[가-힣])[새쌔](?=요(?![가-힣]))")
_ROUND = frozenset("ㅏㅗㅑ")
_MARGIN = 4.0


def hidden_stem_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find endings whose shape hides the stem before them."""
    found: list[Change] = []
    for alternatives in _candidates(text):
        better = (one for one in alternatives if _is_better(text, one))
        found += [one for one in [next(better, None)] if one is not None]
    return [*found, *_bare_stems(text, morphemes)]


def _candidates(text: str) -> Iterator[tuple[Change, ...]]:
    """Yield for every place the shapes to try, the first that fits is meant."""
    for match in _SEUMNIDA.finditer(text):
        yield _formal_ending(text, match.start())
    for match in _WITHOUT_EU.finditer(text):
        at = match.start()
        if final_of(text[:at]) not in {"", "ㄹ", None}:
            yield (Change(at, at, "으", (Reason("missing-eu", Degree.WRONG),)),)
    for match in _EAR.finditer(text):
        heard = Change(*match.span(), "세", (Reason("hasaeyo", Degree.WRONG),))
        yield (heard,)
    for match in _BRIGHT.finditer(text):
        at = match.start()
        final = final_of(text[:at])
        closed = final or len(text[:at].rpartition(" ")[2]) > 1
        if (vowel_of(text[:at]) not in _ROUND or final == "ㅆ") and closed:
            dark = with_final("어", final_of(text[at]) or "")
            yield (Change(at, at + 1, dark, (Reason("vowel-harmony", Degree.WRONG),)),)


def _formal_ending(text: str, at: int) -> tuple[Change, ...]:
    """가습니다 gives 갑니다, 학생습니다 gives 학생입니다, 갑습니다 gives 갑니다."""
    before = text[at - 1]
    reasons = (Reason("seumnida-after-vowel", Degree.WRONG),)
    noun = Change(at, at + 1, "입", (Reason("imnida", Degree.WRONG),))
    final = final_of(before)
    if final == "":
        return Change(at - 1, at + 1, with_final(before, "ㅂ"), reasons), noun
    if final == "ㅂ":
        return Change(at, at + 1, "", reasons), noun
    return (noun,)


def _is_better(text: str, change: Change) -> bool:
    """Whether the candidate, conjugated as it should be, reads far better than the text."""
    candidate = changed(text, [change])
    end = change.start + len(change.becomes)
    if not _reads_as_predicate(candidate, change.start, max(end, change.start + 1)):
        return False
    again = without_overlaps(conjugation_errors(candidate, analyse(candidate)))
    return score(changed(candidate, again)) - score(text) > _MARGIN


def _reads_as_predicate(text: str, start: int, end: int) -> bool:
    """Whether an ending reaches over [start, end) and a stem stands right before it."""
    morphemes = analyse(text)
    for index, one in enumerate(morphemes):
        if one.tag in _ENDINGS and one.start < end and start < one.end and index:
            before = morphemes[index - 1]
            swallowed = before.part == "VCP" and text[before.start : before.start + 1] not in "이입"
            return (before.part in _STEMS and not swallowed) or before.tag == "EP"
    return False


def _bare_stems(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find 요 right after a stem: 먹요, 예쁘요."""
    found: list[Change] = []
    for index, one in enumerate(morphemes[1:], start=1):
        stem = morphemes[index - 1]
        bare = one.form == "요" and one.tag in {"EF", "EC"} and stem.end == one.start
        if not bare or stem.part not in _STEMS - {"VCP", "VCN"} or stem.form == "되":
            continue
        if text[stem.start : stem.end] != stem.form:
            continue
        becomes = join(((stem.form, stem.tag), ("어요", "EF")))
        change = Change(stem.start, one.end, becomes, (Reason("bare-stem", Degree.WRONG),))
        if score(changed(text, [change])) - score(text) > _MARGIN:
            found.append(change)
    return found
