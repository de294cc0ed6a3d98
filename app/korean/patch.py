"""Changes to a text with their reasons: made one upon another, then shown as edits of words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.korean.edit import Degree, Edit
from app.korean.rules import rule_named

_WORD = re.compile(r"\S+")
_EDGE = re.compile(r"[\s.,!?~…ㅋㅎㅠㅜ^;:)(\"'“”‘’]+")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is changed: the rule's name, and how sure."""

    rule: str
    degree: Degree


@dataclass(frozen=True, slots=True)
class Change:
    """Put `becomes` at [start, end), for these reasons."""

    start: int
    end: int
    becomes: str
    reasons: tuple[Reason, ...]


def changed(text: str, changes: Sequence[Change]) -> str:
    """Return `text` with the changes made; they are in order and do not overlap."""
    parts: list[str] = []
    position = 0
    for change in changes:
        parts += [text[position : change.start], change.becomes]
        position = change.end
    return "".join(parts) + text[position:]


def without_overlaps(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes in order; of two that overlap the longer is kept, with both reasons."""
    kept: list[Change] = []
    for change in sorted(changes, key=lambda one: (one.start, one.end)):
        if kept and change.start < kept[-1].end:
            former = kept[-1]
            longer = max(former, change, key=lambda one: one.end - one.start)
            kept[-1] = replace(longer, reasons=_united(former.reasons, change.reasons))
        else:
            kept.append(change)
    return tuple(kept)


def composed(text: str, first: Sequence[Change], second: Sequence[Change]) -> tuple[Change, ...]:
    """Return one list of changes to `text` for `first`, then `second` made on its outcome.

    Changes of the two lists that meet become one change with the reasons of both.
    """
    middle = changed(text, first)
    placed = _placed(first)
    clusters: list[tuple[int, int, list[Change], list[Change]]] = []
    intervals: list[tuple[int, int, list[Change], list[Change]]] = [
        (start, end, [piece], []) for start, end, piece in placed
    ]
    intervals += [(one.start, one.end, [], [one]) for one in second]
    for start, end, pieces, later in sorted(intervals, key=lambda one: (one[0], one[1])):
        if clusters and start < clusters[-1][1]:
            former = clusters[-1]
            clusters[-1] = (former[0], max(former[1], end), former[2] + pieces, former[3] + later)
        else:
            clusters.append((start, end, pieces, later))
    found: list[Change] = []
    shift = 0
    for start, end, pieces, later in clusters:
        grown = sum(len(one.becomes) - (one.end - one.start) for one in pieces)
        moved = [replace(one, start=one.start - start, end=one.end - start) for one in later]
        reasons = tuple(dict.fromkeys(why for one in (*pieces, *later) for why in one.reasons))
        becomes = changed(middle[start:end], moved)
        found.append(Change(start - shift, end - shift - grown, becomes, reasons))
        shift += grown
    return tuple(found)


def _placed(changes: Sequence[Change]) -> list[tuple[int, int, Change]]:
    """Return where each change's outcome stands in the changed text."""
    placed: list[tuple[int, int, Change]] = []
    shift = 0
    for one in changes:
        start = one.start + shift
        placed.append((start, start + len(one.becomes), one))
        shift += len(one.becomes) - (one.end - one.start)
    return placed


def as_edits(text: str, changes: Sequence[Change]) -> tuple[Edit, ...]:
    """Return the changes as edits of whole words; changes in one word become one edit.

    The edit takes the worst degree, and the rule and kind of the first reason with that degree.
    """
    groups: list[tuple[int, int, list[Change]]] = []
    for change in changes:
        start, end = _extent(text, change)
        if groups and start < groups[-1][1]:
            former = groups[-1]
            groups[-1] = (former[0], max(former[1], end), [*former[2], change])
        else:
            groups.append((start, end, [change]))
    edits = [_edit(text, start, end, group) for start, end, group in groups]
    return tuple(one for one in edits if one.was != one.becomes)


def _extent(text: str, change: Change) -> tuple[int, int]:
    """Return the place of the words a change touches, without punctuation and laughter around it.

    A change of nothing but spaces touches the words on both sides.
    """
    start, end = change.start, change.end
    only_spaces = not text[start:end].strip()
    for match in _WORD.finditer(text):
        first, last = match.span()
        overlaps = first < change.end and change.start < last
        touches = last == change.start or first == change.end or first < start < last
        if overlaps or (only_spaces and touches):
            start, end = min(start, first), max(end, last)
    head = text[start : change.start]
    start += len(_leading_edge(head))
    edge = _EDGE.search(text[change.end : end])
    if edge is not None:
        end = change.end + edge.start()
    return start, end


def _edit(text: str, start: int, end: int, group: list[Change]) -> Edit:
    reasons = tuple(dict.fromkeys(why for one in group for why in one.reasons))
    shifted = [replace(one, start=one.start - start, end=one.end - start) for one in group]
    wrong = [one for one in reasons if one.degree is Degree.WRONG]
    first = rule_named((wrong or list(reasons))[0].rule)
    explained = [rule_named(one.rule) for one in reasons]
    return Edit(
        start=start,
        end=end,
        was=text[start:end],
        becomes=changed(text[start:end], shifted),
        degree=Degree.WRONG if wrong else Degree.SUGGESTION,
        kind=first.kind,
        rule=first.name,
        why_ko=" ".join(dict.fromkeys(one.why_ko for one in explained)),
        why_en=" ".join(dict.fromkeys(one.why_en for one in explained)),
    )


def _leading_edge(head: str) -> str:
    edges = list(_EDGE.finditer(head))
    return head[: edges[-1].end()] if edges else ""


def _united(first: tuple[Reason, ...], second: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys((*first, *second)))
