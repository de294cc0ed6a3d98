"""Medians, ratios to ours, bars met or not, and why a server is missing."""

from tools.bench_realtime.contenders import NODE, OURS
from tools.bench_realtime.measurement import Column, Measurement
from tools.bench_realtime.table import table


async def never(*_: object) -> list[float]:
    raise AssertionError


def test_a_row_for_each_server() -> None:
    columns = [Column("µs", bars={OURS.name: 3}), Column("ms", bars={OURS.name: NODE})]
    text = table(
        Measurement("What it costs", columns, never),
        {
            OURS.name: [[1, 9], [2, 9], [30, 9]],
            NODE: [[4, 8]],
            "picows": "not available: needs picows",
        },
    )
    title, _, ours, node, picows = (line.split() for line in text.splitlines())
    assert title == ["What", "it", "costs"]
    assert " ".join(ours) == f"ours 2.0 ( 1.00) 9.0 ( 1.00) ≤ 3: met; ≤ {NODE}'s: NOT MET"
    assert " ".join(node) == f"{NODE} 4.0 ( 2.00) 8.0 ( 0.89)"
    assert " ".join(picows) == "picows not available: needs picows"
