"""Measures the Korean engine on a folder of material: `make eval-korean DATA=folder`."""

import csv
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from app.korean import Refused, Restyled, Style, check, detect, judge, load, restyle
from app.tutor.closeness import closeness_of

_FORMAL_LISTENERS = (("stranger", 1), ("coworker", 3))
_INFORMAL_LISTENERS = (("friend", 2), ("friend", 3))


def main(arguments: list[str]) -> int:
    """Print the figures for the folder named on the command line; without one, say so."""
    if not arguments:
        print("nothing to measure on: make eval-korean DATA=<folder with formality.tsv>")
        return 0
    path = Path(arguments[0]) / "formality.tsv"
    if not path.is_file():
        print(f"nothing to measure on: {path} does not exist")
        return 1
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    formal = [row["formal"] for row in rows]
    informal = [row["informal"] for row in rows]
    started = time.perf_counter()
    load()
    print(f"loaded in {time.perf_counter() - started:.2f} s; {len(rows)} pairs")
    _detection(formal, informal)
    _restyling(formal, informal)
    _spelling([*formal, *informal])
    _judging("formal", formal, _FORMAL_LISTENERS)
    _judging("informal", informal, _INFORMAL_LISTENERS)
    _speed("detect", detect, [*formal, *informal])
    relation = closeness_of("boss", 2).relation
    _speed("judge", lambda text: judge(text, relation), [*formal, *informal])
    return 0


def _detection(formal: list[str], informal: list[str]) -> None:
    right = sum(detect(text).style.polite for text in formal)
    right += sum(_plain(text) for text in informal)
    whole = len(formal) + len(informal)
    print(f"detect   right side {_share(right, whole)}")


def _restyling(formal: list[str], informal: list[str]) -> None:
    for name, texts, target, reached in (
        ("casual", formal, Style.HAE, _plain),
        ("polite", informal, Style.HAEYO, _polite),
    ):
        outcomes = [restyle(text, target) for text in texts]
        refused = sum(isinstance(one, Refused) for one in outcomes)
        good = sum(isinstance(one, Restyled) and reached(one.text) for one in outcomes)
        print(f"restyle  to {name} {_share(good, len(texts))}, refused {refused}")
    exact = 0
    for text, wanted in zip(formal, informal, strict=True):
        outcome = restyle(text, Style.HAE)
        exact += isinstance(outcome, Restyled) and outcome.text == wanted
    print(f"restyle  to casual, exactly the reference {_share(exact, len(formal))}")


def _spelling(texts: list[str]) -> None:
    rules = Counter(edit.rule for text in texts for edit in check(text))
    print(f"check    edits in {len(texts)} edited sentences: {dict(rules)}")


def _judging(name: str, texts: list[str], listeners: Iterable[tuple[str, int]]) -> None:
    """Judge toward the listeners these sentences are right for: every edit is a false alarm.

    당신 is counted apart: the sentences are translations and full of it, and it is wrong.
    """
    for persona, closeness in listeners:
        relation = closeness_of(persona, closeness).relation
        statuses: Counter[str] = Counter()
        rules: Counter[str] = Counter()
        for text in texts:
            judgement = judge(text, relation)
            statuses[judgement.status + (" (당신)" if "당신" in text else "")] += 1
            rules.update(f"{edit.degree} {edit.rule}" for edit in judgement.edits)
        print(f"judge    {name} to {persona} {closeness}: {dict(statuses)} {dict(rules)}")


def _speed(name: str, run: Callable[[str], object], texts: list[str]) -> None:
    spent: list[float] = []
    for text in texts:
        started = time.perf_counter()
        run(text + " ")  # not the text the cache of analyses already holds
        spent.append((time.perf_counter() - started) * 1000)
    spent.sort()
    middle, late = spent[len(spent) // 2], spent[int(len(spent) * 0.95)]
    print(f"speed    {name} p50 {middle:.2f} ms, p95 {late:.2f} ms")


def _plain(text: str) -> bool:
    style = detect(text).style
    return style is not Style.NONE and not style.polite


def _polite(text: str) -> bool:
    return detect(text).style.polite


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {100 * part / whole:.1f} %"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
