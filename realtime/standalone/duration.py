"""Durations as people write them: `300`, `"300s"`, `"1h30m"`, `"720h"`."""

import re
from typing import Self

_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400}
_PART = r"(\d+(?:\.\d+)?)(ms|s|m|h|d)"


class Duration(float):
    """Seconds, zero or more."""

    @classmethod
    def of(cls, written: object) -> Self:
        """Read a number of seconds, or a text of numbers with units (ms, s, m, h, d).

        Raises:
            ValueError: what may be written instead.

        """
        if isinstance(written, str) and re.fullmatch(f"(?:{_PART})+", written):
            parts = re.findall(_PART, written)
            return cls(sum(float(number) * _UNITS[unit] for number, unit in parts))
        if isinstance(written, int | float) and not isinstance(written, bool) and written >= 0:
            return cls(written)
        raise ValueError('a duration is a number of seconds or a text such as "300s" or "1h30m"')
