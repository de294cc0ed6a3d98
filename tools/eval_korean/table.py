"""One figure of the evaluation: how many of how many were right, and what was not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_MISSES_SHOWN = 60


@dataclass
class Figure:
    """A share, counted up case by case; `misses` says what went wrong, for reading."""

    name: str
    right: float = 0
    whole: int = 0
    misses: list[str] = field(default_factory=list)

    def count(self, right: float | bool, miss: str = "") -> None:
        """Count one case: right or not, or how right between 0 and 1."""
        self.right += right
        self.whole += 1
        if miss and not right:
            self.misses.append(miss)


def printed(figures: Iterable[Figure], *, misses: bool) -> str:
    """Return the figures as lines of a table, with their misses beneath if asked."""
    lines: list[str] = []
    for one in figures:
        share = f"{100 * one.right / one.whole:6.2f} %" if one.whole else "     – "
        lines.append(f"  {one.name:<58} {share}  {_counts(one)}")
        if misses:
            lines += [f"      {miss}" for miss in _few(one.misses)]
    return "\n".join(lines)


def _counts(figure: Figure) -> str:
    whole = isinstance(figure.right, int) or figure.right == int(figure.right)
    return f"{int(figure.right)} of {figure.whole}" if whole else f"of {figure.whole}"


def _few(misses: Sequence[str]) -> list[str]:
    beyond = len(misses) - _MISSES_SHOWN
    return [*misses[:_MISSES_SHOWN], *([f"… and {beyond} more"] if beyond > 0 else [])]
