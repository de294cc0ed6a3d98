"""What is tried again, and when."""

from datetime import UTC, datetime
from random import Random

import pytest

from app.llm import BadAnswer, DeadlinePassed, ModelError, Refused, Unreachable
from app.llm.retries import is_passing, pause, retry_after

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def refused(status: int, **said: object) -> Refused:
    return Refused("words", "host", status, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "error",
    [
        Unreachable("words", "host", "why"),
        *(refused(status) for status in (408, 409, 425, 429, 500, 502, 503, 529)),
        refused(400, should_retry=True),
    ],
    ids=str,
)
def test_these_pass(error: ModelError) -> None:
    assert is_passing(error)


@pytest.mark.parametrize(
    "error",
    [
        *(refused(status) for status in (400, 401, 403, 404, 413, 422)),
        refused(500, should_retry=False),
        refused(429, code="insufficient_quota"),
        BadAnswer("words", "why"),
        DeadlinePassed("words", "host", 8.0, awaited="answer"),
    ],
    ids=str,
)
def test_these_last(error: ModelError) -> None:
    assert not is_passing(error)


def test_pauses_are_spread_under_a_bound_that_doubles() -> None:
    random = Random(7)
    for attempt, bound in [(1, 0.5), (2, 1.0), (3, 2.0), (9, 8.0)]:
        pauses = [pause(refused(500), attempt, random) for _ in range(500)]
        assert 0 <= min(pauses) < bound * 0.1
        assert bound * 0.9 < max(pauses) <= bound


def test_what_the_upstream_asked_for_comes_before_the_spread() -> None:
    pauses = [pause(refused(429, retry_after=3.0), 1, Random(seed)) for seed in range(50)]
    assert all(3.0 <= seconds <= 3.5 for seconds in pauses)
    assert len(set(pauses)) == 50


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "0.25"}, 0.25),
        ({"retry-after": "3", "retry-after-ms": "250"}, 0.25),
        ({"retry-after": "Mon, 23 Nov 2026 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Mon, 23 Nov 2026 12:00:30 -0000"}, 30.0),
        ({"retry-after": "Mon, 23 Nov 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
    ],
)
def test_retry_after_is_read_in_all_its_forms(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after(headers, NOW) == seconds
