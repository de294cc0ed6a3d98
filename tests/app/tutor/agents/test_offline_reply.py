"""A reply of the script comes word by word and can be stopped."""

import pytest

from app.tutor.agents.offline_reply import OfflineReply
from app.tutor.answers import Origin

TEXT = "안녕! 오늘 뭐 했어?\n나는 책 읽었어."


@pytest.fixture
def ended() -> list[str]:
    return []


@pytest.fixture
def reply(ended: list[str]) -> OfflineReply:
    return OfflineReply(TEXT, pause=0.0, origin=Origin("offline", "verified"), ended=ended.append)


async def test_the_pieces_joined_are_the_text(reply: OfflineReply) -> None:
    pieces = [piece async for piece in reply]
    assert "".join(pieces) == TEXT
    assert len(pieces) > 5


async def test_the_verdict_is_known_at_the_end(reply: OfflineReply, ended: list[str]) -> None:
    assert reply.origin == Origin("offline", "unchecked")
    assert [piece async for piece in reply]
    assert reply.origin == Origin("offline", "verified")
    assert ended == ["verified"]


async def test_closing_ends_it_once(reply: OfflineReply, ended: list[str]) -> None:
    assert await anext(aiter(reply)) == "안녕! "
    await reply.aclose()
    await reply.aclose()
    assert [piece async for piece in reply] == []
    assert ended == ["stopped"]


async def test_closing_after_the_end_does_nothing(reply: OfflineReply, ended: list[str]) -> None:
    assert [piece async for piece in reply]
    await reply.aclose()
    assert ended == ["verified"]
