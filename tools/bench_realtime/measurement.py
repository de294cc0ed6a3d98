"""What a measurement is: figures of one server in one round, and the bars they are held to."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tools.bench_realtime.contenders import Contender

#: A bar is a number, or a contender whose figure is the bar.
Bar = float | str


@dataclass(frozen=True)
class Column:
    """One figure. `bars` by a contender's name; `at_least`: more is better."""

    name: str
    decimals: int = 1
    bars: Mapping[str, Bar] = field(default_factory=dict)
    at_least: bool = False


@dataclass(frozen=True)
class Measurement:
    """`run` takes a contender and the address of Redis, and returns a figure for each column."""

    title: str
    columns: Sequence[Column]
    run: Callable[[Contender, str], Awaitable[Sequence[float]]]
