"""Which failures are worth another attempt, and how long to wait before it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import Random

from app.llm.errors import ModelError, Refused, Unreachable

_BASE_SECONDS = 0.5
_LONGEST_SECONDS = 8.0
_PASSING_STATUSES = frozenset({408, 409, 425, 429})
# 429 as well, but no waiting helps: the account has no money left.
_LASTING_CODES = frozenset({"insufficient_quota", "billing_hard_limit_reached"})


def is_passing(error: ModelError) -> bool:
    """Whether the same request may succeed a little later.

    A bad answer is not: asking again is for whoever knows how to ask better. Nor is a deadline:
    it is the whole call's.
    """
    if isinstance(error, Unreachable):
        return True
    if not isinstance(error, Refused):
        return False
    if error.should_retry is not None:
        return error.should_retry
    if error.code in _LASTING_CODES:
        return False
    return error.status in _PASSING_STATUSES or error.status >= 500


def pause(error: ModelError, attempt: int, random: Random) -> float:
    """Seconds to wait after the failed `attempt` (from 1): full jitter under a doubling bound.

    What the upstream asked for with Retry-After comes on top, so that those it sent away together
    do not come back together.
    """
    bound = min(_LONGEST_SECONDS, _BASE_SECONDS * 2 ** (attempt - 1))
    asked = error.retry_after if isinstance(error, Refused) else None
    return (asked or 0.0) + random.uniform(0.0, bound)  # nosec B311 - keeps no secret


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that an upstream asked to wait, from now; None if it did not say.

    Retry-After of RFC 9110, section 10.2.3 (seconds or a date), and OpenAI's `retry-after-ms`.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after")
    seconds = _number(value)
    if seconds is not None or value is None:
        return seconds
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return max(0.0, (date - now).total_seconds())


def _number(text: str | None) -> float | None:
    """Read a number that is not negative; None if the text is none."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None
