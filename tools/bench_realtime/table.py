"""Medians of all rounds as a table, each with its ratio to ours, and the bars beside them."""

import statistics
from collections.abc import Mapping, Sequence

from tools.bench_realtime.contenders import OURS
from tools.bench_realtime.measurement import Column, Measurement

#: By contender's name: figures of each round, or why there are none.
Results = Mapping[str, Sequence[Sequence[float]] | str]


def table(measurement: Measurement, results: Results) -> str:
    """Return lines of text, ours first."""
    medians = {
        name: [statistics.median(figures) for figures in zip(*rounds, strict=True)]
        for name, rounds in results.items()
        if not isinstance(rounds, str)
    }
    columns = measurement.columns
    header = "".join(f"{column.name:>24}  (x ours)" for column in columns)
    lines = [measurement.title, f"  {'':<27}{header}   bar"]
    for name, rounds in results.items():
        if isinstance(rounds, str):
            lines.append(f"  {name:<27}  {rounds}")
            continue
        cells = "".join(
            _cell(column, median, _at(medians, OURS.name, index))
            for index, (column, median) in enumerate(zip(columns, medians[name], strict=True))
        )
        bars = [_bar(column, name, index, medians) for index, column in enumerate(columns)]
        lines.append(f"  {name:<27}{cells}   {'; '.join(filter(None, bars))}".rstrip())
    return "\n".join(lines)


def _at(medians: Mapping[str, Sequence[float]], name: str, index: int) -> float | None:
    return medians[name][index] if name in medians else None


def _cell(column: Column, median: float, ours: float | None) -> str:
    ratio = f"{median / ours:.2f}" if ours else "-"
    return f"{median:24.{column.decimals}f}  ({ratio:>6})"


def _bar(column: Column, name: str, index: int, medians: Mapping[str, Sequence[float]]) -> str:
    bar = column.bars.get(name)
    if bar is None:
        return ""
    limit = _at(medians, bar, index) if isinstance(bar, str) else bar
    sign = "≥" if column.at_least else "≤"
    if limit is None:
        return f"{sign} {bar}'s: not known"
    figure = round(medians[name][index], column.decimals)
    met = figure >= limit if column.at_least else figure <= round(limit, column.decimals)
    said = f"{bar}'s" if isinstance(bar, str) else f"{bar:g}"
    return f"{sign} {said}: {'met' if met else 'NOT MET'}"
