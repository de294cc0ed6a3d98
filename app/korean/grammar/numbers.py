"""Numbers with their counters: 세 명, 세 시 삼십 분, 사과 두 개."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.grammar.nouns import nouns_in
from app.korean.grammar.numerals import native, native_value, sino, sino_value
from app.korean.patch import Change, Reason
from app.korean.tables import rows_of

_NUMBERS: Final = frozenset({"NR", "MM"})
_DURATIONS: Final = frozenset({"동안", "전", "후", "간", "뒤", "걸리", "째"})
_HOUR_MARKS: Final = frozenset({"에", "까지", "부터", "쯤", "반", "이", "?", "."})
# Kinds of things whose counter goes without saying: 커피 두 잔.
_USUAL_COUNTERS: Final = (("drink", "잔"), ("portion", "개"))


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter: with which numbers, and for which of them the others are surely wrong."""

    native: bool
    first: int
    last: int
    where: str


@dataclass(frozen=True, slots=True)
class _Count:
    """A number and its counter: indices of the number's first morpheme and of the counter."""

    first: int
    counter: int
    written: str


def number_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find numbers of the wrong kind or shape before a counter, and counts in the wrong place."""
    found = [
        change
        for count in _counts(text, morphemes)
        for change in (*_kind(text, morphemes, count), *_place(text, morphemes, count))
    ]
    return [*found, *_without_counter(text, morphemes)]


def _counts(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[_Count]:
    for index, one in enumerate(morphemes):
        if one.form not in _counters() or one.part not in {"NNB", "NNG"}:
            continue
        first = index
        while first > 0 and morphemes[first - 1].tag in _NUMBERS:
            first -= 1
        if first < index:
            written = text[morphemes[first].start : morphemes[index - 1].end]
            yield _Count(first, index, written)


def _kind(text: str, morphemes: tuple[Morpheme, ...], count: _Count) -> Iterator[Change]:
    """Find 삼 명, 두 인분, and 하나 개 for 한 개."""
    counter = _counters()[morphemes[count.counter].form]
    start, end = morphemes[count.first].start, morphemes[count.counter - 1].end
    here = _WHERE[counter.where](text, morphemes, count.counter)
    value = sino_value(count.written) if counter.native else native_value(count.written)
    if value is not None and counter.first <= value <= counter.last and here:
        becomes = native(value) if counter.native else sino(value)
        rule = "native-number" if counter.native else "sino-number"
        if morphemes[count.counter].form == "살":
            rule = "native-number-of-age"
        elif morphemes[count.counter].form == "시":
            rule = "native-number-of-hour"
        yield Change(start, end, becomes, (Reason(rule, Degree.WRONG),))
        return
    value = native_value(count.written)
    if counter.native and value is not None and count.written.replace(" ", "") != native(value):
        reason = Reason("number-before-counter", Degree.WRONG)
        yield Change(start, end, native(value), (reason,))


def _place(text: str, morphemes: tuple[Morpheme, ...], count: _Count) -> Iterator[Change]:
    """Find 세 개 사과를: what is counted stands before its number."""
    counter = morphemes[count.counter]
    if count.counter + 2 >= len(morphemes) or native_value(count.written) is None:
        return
    noun, particle = morphemes[count.counter + 1 : count.counter + 3]
    if noun.form not in _counted(counter.form) or noun.tag != "NNG":
        return
    if particle.tag not in {"JKO", "JKS"} or particle.end - particle.start != 1:
        return
    if noun.start <= counter.end:
        return
    start = morphemes[count.first].start
    counted = text[start : counter.end]
    closed = (ord(counted[-1]) - ord("가")) % 28 != 0
    shapes = ("을", "를") if particle.tag == "JKO" else ("이", "가")
    said = f"{text[noun.start : noun.end]} {counted}{shapes[0] if closed else shapes[1]}"
    yield Change(start, particle.end, said, (Reason("noun-before-count", Degree.WRONG),))


def _without_counter(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """Find 두 커피를: what is drunk or eaten in portions is counted with a counter."""
    for number, noun in pairwise(morphemes):
        if number.tag != "MM" or native_value(number.form) is None or noun.tag != "NNG":
            continue
        after = next((one for one in morphemes if one.start == noun.end), None)
        counter = next((c for name, c in _USUAL_COUNTERS if noun.form in nouns_in(name)), None)
        if after is None or counter is None or after.tag != "JKO":
            continue
        closed = (ord(counter[-1]) - ord("가")) % 28 != 0
        said = f"{noun.form} {text[number.start : number.end]} {counter}" + (
            "을" if closed else "를"
        )
        reason = Reason("count-with-counter", Degree.WRONG)
        yield Change(number.start, after.end, said, (reason,))


def _anywhere(_text: str, _morphemes: tuple[Morpheme, ...], _counter: int) -> bool:
    return True


def _tells_the_hour(text: str, morphemes: tuple[Morpheme, ...], counter: int) -> bool:
    """Whether 시 is the hour, not a poem (이 시) or a city."""
    following = morphemes[counter + 1 : counter + 2]
    spaced = text[morphemes[counter].start - 1 : morphemes[counter].start] == " "
    if not following:
        return spaced
    after = following[0]
    return spaced and (after.form in _HOUR_MARKS or after.tag in {"NR", "SN", "JKB", "VCP", "SF"})


def _tells_minutes(_text: str, morphemes: tuple[Morpheme, ...], counter: int) -> bool:
    """Whether 분 is minutes, not people: after an hour, or as a time that passes."""
    before = counter - 1
    while before > 0 and morphemes[before].tag in _NUMBERS:
        before -= 1
    return morphemes[before].form == "시" or _is_duration("", morphemes, counter)


def _is_duration(_text: str, morphemes: tuple[Morpheme, ...], counter: int) -> bool:
    return any(one.form in _DURATIONS for one in morphemes[counter + 1 : counter + 2])


def _is_day(text: str, morphemes: tuple[Morpheme, ...], counter: int) -> bool:
    """Whether 일 is a day: of a month (칠 월 십 일), or as a time that passes."""
    before = counter - 1
    while before > 0 and morphemes[before].tag in _NUMBERS:
        before -= 1
    of_a_month = morphemes[before].form == "월" and morphemes[before].tag == "NNB"
    return of_a_month or _is_duration(text, morphemes, counter)


def _is_floor(_text: str, morphemes: tuple[Morpheme, ...], counter: int) -> bool:
    following = morphemes[counter + 1 : counter + 3]
    if not following or following[0].form not in {"에", "에서"}:
        return False
    return not any(one.form == "걸치" for one in following)


def _is_said_of_somebody(_text: str, morphemes: tuple[Morpheme, ...], counter: int) -> bool:
    return any(one.tag == "VCP" for one in morphemes[counter + 1 : counter + 2])


_WHERE: Final[dict[str, Callable[[str, tuple[Morpheme, ...], int], bool]]] = {
    "": _anywhere,
    "hour": _tells_the_hour,
    "minute": _tells_minutes,
    "duration": _is_duration,
    "day": _is_day,
    "floor": _is_floor,
    "copula": _is_said_of_somebody,
}


def _counted(counter: str) -> frozenset[str]:
    try:
        return nouns_in(f"counted-{counter}")
    except KeyError:
        return frozenset()


@cache
def _counters() -> dict[str, Counter]:
    rows = list(rows_of("grammar/counters.tsv"))
    return {
        row["counter"]: Counter(
            row["numbers"] == "native", int(row["from"]), int(row["to"]), row["where"] or ""
        )
        for row in rows
    }
