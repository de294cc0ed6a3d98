"""What a socket may ask of the tutor: to stop a turn of its own."""

from uuid import uuid4

import msgspec
import pytest

from app.platform.errors import BadRequest, NotFound
from app.platform.principal import Principal
from app.tutor.commands import commands
from tests.app.replica import Replica, learner, until_true


def stop(turn_id: object) -> bytes:
    return msgspec.json.encode({"turn_id": str(turn_id)})


async def test_a_turn_is_stopped_by_its_learner_and_by_nobody_else(
    replica: Replica, who: Principal
) -> None:
    turn_stop = commands(replica.runner)["turn.stop"]
    replica.agents.replies_at_once = None
    async with replica.running():
        sent = await replica.send(who, await replica.open(who))
        await until_true(lambda: bool(replica.agents.replies))
        with pytest.raises(NotFound):
            await turn_stop(await learner(), stop(sent.turn_id))
        assert await turn_stop(who, stop(sent.turn_id)) == b"{}"
        assert (await replica.end_of(sent.turn_id)).stopped
        with pytest.raises(NotFound):
            await turn_stop(who, stop(sent.turn_id))


async def test_an_unknown_turn_is_not_found_and_no_id_is_a_bad_request(
    replica: Replica, who: Principal
) -> None:
    turn_stop = commands(replica.runner)["turn.stop"]
    with pytest.raises(NotFound):
        await turn_stop(who, stop(uuid4()))
    for data in (b"", b"[", stop("seven")):
        with pytest.raises(BadRequest):
            await turn_stop(who, data)
