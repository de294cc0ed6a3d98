"""A turn in the middle of its reply, with nothing of it being written at the moment."""

from uuid import UUID

from app.platform.principal import Principal
from app.rooms.schemas import MessageSent
from app.tutor.models import Reply, Turn
from app.tutor.stored import reply_text
from tests.app.replica import (
    Replica,
    kinds,
    until,
    until_true,
)
from tests.app.scripted_agents import ScriptedReply


async def in_mid_reply(
    replica: Replica, who: Principal, room_id: UUID, text: str = "나는 "
) -> tuple[MessageSent, ScriptedReply]:
    """Send a message and wait until its feedback and the first words of its reply are stored.

    Nothing is being written then, and no lock held.
    """
    replica.agents.replies_at_once = None
    sent = await replica.send(who, room_id)
    await until_true(lambda: bool(replica.agents.replies))
    replica.agents.replies[-1].say(text)
    await until_saved(replica, sent.turn_id, text)

    async def judged() -> bool:
        return "progress.updated" in kinds(await replica.stream(room_id))

    await until(judged)
    return sent, replica.agents.replies[-1]


async def until_delta(replica: Replica, room_id: UUID, text: str) -> None:
    async def shown() -> bool:
        return any(one.get("text") == text for one in await replica.stream(room_id))

    await until(shown)


async def until_saved(replica: Replica, turn_id: UUID, text: str) -> None:
    async def saved() -> bool:
        row = await Reply.filter(turn_id=turn_id).first()
        if row is None:
            return False
        turn = await Turn.get(id=turn_id)
        return reply_text(replica.sealer, row, turn.room_id) == text

    await until(saved)


def ends(stream: list[dict[str, object]]) -> list[object]:
    return [one["type"] for one in stream if one["type"] in {"turn.completed", "turn.failed"}]
