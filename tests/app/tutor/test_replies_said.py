"""Replies that are over are read for a search, newest first, each opened for its room."""

from uuid import UUID

from app.platform.principal import Principal
from app.tutor.models import Reply
from app.tutor.replies_said import replies_said
from tests.app.replica import Replica

NEWEST = UUID(int=2**128 - 1)


async def test_replies_come_newest_first_below_a_place(replica: Replica, who: Principal) -> None:
    room_id = await replica.open(who)
    source = replies_said(replica.sealer)
    async with replica.running():
        for text in ("하나", "둘", "셋"):
            replica.agents.replies_at_once = text
            sent = await replica.send(who, room_id, text)
            await replica.end_of(sent.turn_id)
    said = await source.said([room_id], before=NEWEST, limit=2)
    assert [one.text for one in said] == ["셋", "둘"]
    assert {(one.author, one.room_id) for one in said} == {("persona", room_id)}
    older = await source.said([room_id], before=said[-1].id, limit=2)
    assert [one.text for one in older] == ["하나"]
    assert await source.said([], before=NEWEST, limit=2) == []

    await Reply.filter(id=said[0].id).update(state="running")
    await Reply.filter(id=said[1].id).update(body=b"altered")
    left = await source.said([room_id], before=NEWEST, limit=2)
    assert [one.text for one in left] == [None, "하나"]
