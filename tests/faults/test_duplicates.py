"""The same message sent to two servers at the same moment: one message, one turn."""

import asyncio
from collections import Counter
from random import Random
from uuid import uuid4

import pytest

from tests.e2e.learner import Event, Learner
from tests.faults.conftest import StartServer
from tests.faults.talking import Talk, signed_in
from tests.faults.witness import everything_was_answered_once, read
from tests.meeting import MeetLearner

pytestmark = [pytest.mark.processes, pytest.mark.timeout(150)]


@pytest.mark.parametrize("times", [8, pytest.param(60, marks=pytest.mark.faults)])
async def test_the_same_request_at_two_servers_at_once_is_one_message_and_one_turn(
    start_server: StartServer, meet: MeetLearner, database: str, times: int
) -> None:
    random = Random(8)
    async with (
        start_server.several(2) as (first, second),
        meet(first.url) as here,
        meet(second.url, signed=signed_in(here)) as there,
    ):
        talk = Talk(here)
        for number in range(times):
            text, request_id = f"{number}번째로 하는 말이야.", uuid4()
            ways = [
                here.send(text, request_id),
                there.send(text, request_id),
                over_http(here, text, str(request_id)),
                over_http(there, text, str(request_id)),
            ]
            random.shuffle(ways)
            answers = await asyncio.gather(*ways)
            assert all(answer == answers[0] for answer in answers), answers
            talk.sent[text] = answers[0]
            await here.end_of(answers[0]["turn_id"])
        await everything_was_answered_once(database, [talk])
        told = Counter(one["text"] for one in there.of("message.created"))
        assert all(told[text] == 1 for text in talk.sent)
        requests = await read(database, "SELECT count(*) AS requests FROM requests")
        assert requests == [{"requests": times}]


async def over_http(learner: Learner, text: str, request_id: str) -> Event:
    path = f"/api/v1/rooms/{learner.room_id}/messages"
    headers = {"Idempotency-Key": request_id}
    async with learner.http.post(path, json={"text": text}, headers=headers) as answer:
        assert answer.status == 201
        sent: Event = await answer.json()
        return sent
