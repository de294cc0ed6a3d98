"""What must be true after any fault: of what a client heard, and of the rows."""

import asyncio
from itertools import pairwise
from typing import Any

from app.platform.database import connect
from tests.e2e.learner import Event, Learner, until
from tests.faults.talking import Talk

ENDS = ("turn.completed", "turn.failed")
# Told again as a whole, or begun again: what was told before is no row any more.
SUPERSEDED = {"progress.updated", "reply.started", "room.changed"}

OPEN_TURNS = """
SELECT id::text, room_id::text, state, owner::text, fence, position, message_count, attempt,
    interruptions, now() - created_at AS age, lease_until - now() AS lease, first_delta_at,
    (SELECT state FROM replies WHERE turn_id = turns.id) AS reply
FROM turns WHERE ended_at IS NULL ORDER BY position
"""


def heard_once_and_in_order(learner: Learner) -> None:
    """Every event came once, by `seq`, in order; what was loaded again left nothing out."""
    for heard in learner.heard:
        numbers = [event["seq"] for event in heard if "seq" in event]
        assert all(after == before + 1 for before, after in pairwise(numbers)), numbers
    known = {event["seq"] for event in learner.events if "seq" in event}
    missing = set(range(1, max(known) + 1)) - known
    if learner.loads == 1:
        assert not missing
    # In the order in which a client that ignores what it has takes them.
    fresh = list(dict.fromkeys(event["seq"] for event in learner.events if "seq" in event))
    assert fresh == sorted(fresh)


def told_in_the_promised_order(learner: Learner, turn_id: str) -> Event:
    """One turn as its learner saw it: created, started < deltas < completed, one end; the end."""
    events: dict[object, Event] = {}
    for place, event in enumerate(learner.events):
        if event.get("turn_id") == turn_id:
            events.setdefault(event.get("seq", f"delta {place}"), event)
    kinds = [event["type"] for event in events.values()]
    assert kinds[0] == "message.created", kinds
    ends = [event for event in events.values() if event["type"] in ENDS]
    assert len(ends) == 1, kinds
    completed = [event for event in events.values() if event["type"] == "reply.completed"]
    assert len(completed) == (ends[0]["type"] == "turn.completed"), kinds
    if completed and "reply.delta" in kinds:
        assert completed[0]["text"].startswith(learner.streamed(turn_id))
    if completed and learner.loads == 1:
        # Who loads again after its end is told a reply as a whole.
        assert learner.streamed(turn_id) == completed[0]["text"]
    for kind in ("feedback.ready", "words.ready"):
        told = [event["message_id"] for event in events.values() if event["type"] == kind]
        assert len(told) == len(set(told)) == kinds.count("message.created"), kinds
    return ends[0]


async def everything_was_answered_once(database_url: str, talks: list[Talk]) -> None:
    """In rows and at clients: each message sent is there once, and each turn ended once."""
    sent = {answer["message_id"]: text for talk in talks for text, answer in talk.sent.items()}
    turns = {answer["turn_id"] for talk in talks for answer in talk.sent.values()}
    await _until_none(database_url, OPEN_TURNS, seconds=40)
    rows = await read(
        database_url,
        """
        SELECT turns.id::text AS turn_id, state, ended_at IS NOT NULL AS ended, message_count,
            (SELECT count(*) FROM room_events WHERE turn_id = turns.id
             AND type IN ('turn.completed', 'turn.failed')) AS ends,
            (SELECT count(*) FROM room_events WHERE turn_id = turns.id
             AND type = 'reply.completed') AS replies
        FROM turns
        """,
    )
    stored = {row["turn_id"] for row in rows}
    assert stored == turns, (stored - turns, turns - stored)
    for row in rows:
        assert row["ended"]
        assert row["ends"] == 1, row
        assert row["replies"] == (row["state"] == "completed"), row
    messages = await read(
        database_url, "SELECT id::text AS id FROM messages WHERE author = 'learner'"
    )
    assert sorted(row["id"] for row in messages) == sorted(sent)
    await everything_is_published(database_url)
    for talk in talks:
        last = await _last_seq(database_url, talk.learner.room_id)
        await until(lambda talk=talk, last=last: last in _seqs(talk.learner))  # type: ignore[misc]
        heard_once_and_in_order(talk.learner)
        for answer in talk.sent.values():
            told_in_the_promised_order(talk.learner, answer["turn_id"])


async def everything_is_published(database_url: str) -> None:
    """No committed event waits to be published."""
    waiting = "SELECT id FROM rooms WHERE published_seq < next_seq - 1"
    await _until_none(database_url, waiting, seconds=10)


async def _until_none(database_url: str, statement: str, *, seconds: float) -> None:
    left: list[dict[str, Any]] = []
    try:
        async with asyncio.timeout(seconds):
            while left := await read(database_url, statement):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"still there after {seconds} s: {left}") from None


async def _last_seq(database_url: str, room_id: str) -> int:
    (row,) = await read(
        database_url, "SELECT next_seq - 1 AS last FROM rooms WHERE id = $1::uuid", room_id
    )
    last: int = row["last"]
    return last


def _seqs(learner: Learner) -> set[int]:
    return {event["seq"] for event in learner.events if "seq" in event}


async def read(database_url: str, statement: str, *values: object) -> list[dict[str, Any]]:
    """Return a statement's rows, read beside any server's pool."""
    connection = await connect(database_url)
    try:
        return [dict(row) for row in await connection.fetch(statement, *values)]
    finally:
        await connection.close()


async def outcomes(database_url: str, talks: list[Talk]) -> dict[str, object]:
    """Count what became of everything: a line for whoever reads a test's output."""
    turns = await read(
        database_url,
        "SELECT state, count(*) AS turns, count(*) FILTER (WHERE attempt > 1) AS twice, "
        "count(*) FILTER (WHERE fence > 1) AS taken_over FROM turns GROUP BY state",
    )
    return {
        "sent": sum(len(talk.sent) for talk in talks),
        "sent again": sum(talk.again for talk in talks),
        "loaded again": sum(talk.learner.loads - 1 for talk in talks),
        **{
            f"turns {row['state']}": f"{row['turns']} ({row['taken_over']} taken over, "
            f"{row['twice']} begun again)"
            for row in turns
        },
    }
