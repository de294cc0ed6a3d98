"""A server killed between the COMMIT of an event and its announcement: another announces it."""

import asyncio
import signal

import pytest

from tests.e2e.switch import open_switch
from tests.faults.conftest import StartServer, stopwatch
from tests.faults.talking import Talk
from tests.faults.witness import everything_was_answered_once, read
from tests.meeting import MeetLearner

pytestmark = [pytest.mark.processes, pytest.mark.timeout(150)]

DYING = ("tests.faults.dying_server", "serve")
LEASE = {"lease_seconds": 1.0, "heartbeat_seconds": 0.4}
KINDS = (
    "message.created",
    "reply.started",
    "feedback.ready",
    "words.ready",
    "reply.completed",
    "turn.completed",
)


async def dies_beside_the_commit(
    start_server: StartServer, meet: MeetLearner, database: str, kind: str, moment: str
) -> None:
    """One server dies at its first event of the kind; the other one has to do the rest."""
    start_server.settings |= LEASE
    async with (
        start_server(DYING, dies_at=kind, dies=moment) as dying,
        start_server() as other,
        open_switch(dying.url) as switch,
        meet(switch.url) as learner,
    ):
        talk = Talk(learner)
        # It must not take over a turn whose owner was only slow, and so keep it from dying.
        other.pause()
        async with asyncio.TaskGroup() as group:
            saying = group.create_task(talk.say("주말에 뭐 했어?"))
            assert await dying.process.wait() == -signal.SIGKILL
            died = stopwatch()
            switch.point_to(other.url)
            other.resume()
        sent = saying.result()
        await learner.end_of(sent["turn_id"], seconds=20)
        print(f"{kind} {moment}: ended {died():.1f} s after the server died")
        after = await talk.say("그래서 어떻게 됐어?")
        await learner.end_of(after["turn_id"])
        await everything_was_answered_once(database, [talk])
        await numbered_once(database, learner.room_id)


async def numbered_once(database: str, room_id: str) -> None:
    """The room's events are numbered from 1 without a gap."""
    rows = await read(
        database, "SELECT seq FROM room_events WHERE room_id = $1::uuid ORDER BY seq", room_id
    )
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))


async def test_a_message_committed_and_not_announced_is_announced_by_another_server(
    start_server: StartServer, meet: MeetLearner, database: str
) -> None:
    await dies_beside_the_commit(start_server, meet, database, "message.created", "unpublished")


@pytest.mark.faults
@pytest.mark.parametrize(
    ("kind", "moment"),
    [(kind, "unpublished") for kind in KINDS[1:]] + [(kind, "unnoted") for kind in KINDS[::2]],
)
async def test_whatever_was_committed_and_not_announced_is_announced_by_another_server(
    start_server: StartServer, meet: MeetLearner, database: str, kind: str, moment: str
) -> None:
    await dies_beside_the_commit(start_server, meet, database, kind, moment)
