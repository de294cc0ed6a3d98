"""A message is accepted once, whole or not at all, and a turn answers it."""

import asyncio
import unicodedata
from uuid import UUID, uuid4

import pytest

from app.platform.errors import Conflict, NotFound, TooMany, Unavailable, Unprocessable
from app.platform.principal import Principal
from app.rooms.models import Message, Request, RoomEvent
from app.rooms.schemas import SendMessage
from app.tutor.models import Turn
from tests.app.replica import FlakyBroker, NewReplica, Replica, kinds, learner, until, until_true


async def learner_messages(room_id: UUID) -> int:
    return await Message.filter(room_id=room_id, author="learner").count()


# The text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (unicodedata.normalize("NFD", "안녕하세요"), "안녕하세요"),
        ("  안녕 \n", "안녕"),
        ("두\n줄", "두\n줄"),
        ("탭\t하나", "탭 하나"),
        ("\0 안녕\x1b[31m", "안녕[31m"),
        ("줄\r\n바꿈", "줄\n바꿈"),
        ("e\0\u0301", "\u00e9"),
        ("👨‍👩‍👧 가족", "👨‍👩‍👧 가족"),
    ],
)
def test_a_text_is_kept_in_nfc_without_white_space_around_or_control_characters(
    replica: Replica, text: str, kept: str
) -> None:
    assert replica.sending.readable(text) == kept


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\t", "\0", "\0 \0", "\u200b\u202e", "\ufeff \u200d"]
)
def test_a_text_that_shows_nothing_is_refused(replica: Replica, text: str) -> None:
    with pytest.raises(Unprocessable, match="write something") as refusal:
        replica.sending.readable(text)
    assert "text" in refusal.value.fields


def test_the_length_is_counted_in_characters_of_nfc(replica: Replica) -> None:
    assert len(replica.sending.readable(unicodedata.normalize("NFD", "한" * 500))) == 500
    with pytest.raises(Unprocessable, match="at most 500"):
        replica.sending.readable("한" * 501)


# The room


async def test_a_message_is_announced_with_its_number_before_it_is_answered(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    sent = await replica.unrun(who, room_id, "  밥 먹었어? ")
    created = (await replica.stream(room_id))[-1]
    assert created.pop("time")
    assert created == {
        "type": "message.created",
        "author": "learner",
        "text": "밥 먹었어?",
        "seq": sent.seq,
        "turn_id": str(sent.turn_id),
        "message_id": str(sent.message_id),
    }


async def test_an_unknown_a_foreign_and_a_left_room_are_not_found(
    replica: Replica, who: Principal
) -> None:
    foreign = await replica.open(await learner())
    left = await replica.open(who)
    await replica.rooms.leave(who, left)
    for room_id in (uuid4(), foreign, left):
        with pytest.raises(NotFound):
            await replica.send(who, room_id)
    assert await learner_messages(foreign) == await learner_messages(left) == 0
    assert await Request.all().count() == 0


async def test_messages_sent_at_once_are_numbered_as_they_are_committed(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    sent = await asyncio.gather(*(replica.unrun(who, room_id, f"{n}번") for n in range(8)))
    assert sorted(one.seq for one in sent) == list(range(2, 10))
    assert [one["seq"] for one in await replica.stream(room_id)] == list(range(1, 10))


# The same again


async def test_the_same_request_again_gives_the_first_result_and_stores_nothing(
    replica: Replica, who: Principal
) -> None:
    room_id, request_id = await replica.open(who), uuid4()
    async with replica.running():
        first = await replica.send(who, room_id, "안녕", request_id)
        await replica.end_of(first.turn_id)
        assert await replica.send(who, room_id, " 안녕 ", request_id) == first
        assert await replica.send(who, room_id, "안녕", request_id) == first
    assert await learner_messages(room_id) == 1


async def test_it_does_so_after_the_room_was_left_and_past_the_allowance(
    new_replica: NewReplica, who: Principal
) -> None:
    replica = new_replica(per_minute=1)
    room_id, request_id = await replica.open(who), uuid4()
    async with replica.running():
        first = await replica.send(who, room_id, "안녕", request_id)
        await replica.rooms.leave(who, room_id)
        assert await replica.send(who, room_id, "안녕", request_id) == first


async def test_the_same_request_truly_at_once_on_two_servers_is_one_message(
    new_replica: NewReplica, who: Principal
) -> None:
    first, second = new_replica(), new_replica()
    room_id, request_id = await first.open(who), uuid4()
    async with first.running(), second.running():
        sent = await asyncio.gather(
            *(one.send(who, room_id, "안녕", request_id) for one in (first, second) * 3)
        )
        assert len(set(sent)) == 1
    assert await learner_messages(room_id) == 1
    assert await Turn.filter(room_id=room_id).count() == 1


async def test_the_same_id_for_another_text_or_room_is_a_conflict(
    replica: Replica, who: Principal
) -> None:
    room_id, other = await replica.open(who), await replica.open(who, "boss")
    request_id = uuid4()
    async with replica.running():
        await replica.send(who, room_id, "안녕", request_id)
        with pytest.raises(Conflict):
            await replica.send(who, room_id, "잘 가", request_id)
        with pytest.raises(Conflict):
            await replica.send(who, other, "안녕", request_id)


# Limits


async def test_who_writes_too_quickly_is_told_to_wait_and_nothing_is_stored(
    new_replica: NewReplica, who: Principal
) -> None:
    replica = new_replica(per_minute=2)
    room_id = await replica.open(who)
    async with replica.running():
        for _ in range(2):
            await replica.send(who, room_id)
        with pytest.raises(TooMany, match="quick"):
            await replica.send(who, room_id)
    assert await learner_messages(room_id) == 2
    assert await Request.all().count() == 2


async def test_five_turns_may_wait_and_no_more(replica: Replica, who: Principal) -> None:
    room_id = await replica.open(who)
    for _ in range(5):
        sent = await replica.unrun(who, room_id)
        await Turn.filter(id=sent.turn_id).update(first_delta_at=replica.clock.now())
    with pytest.raises(TooMany, match="answer first"):
        await replica.unrun(who, room_id)
    assert await learner_messages(room_id) == 5
    assert await Request.all().count() == 5
    await Turn.filter(room_id=room_id).update(state="completed", ended_at=replica.clock.now())
    await replica.unrun(who, room_id)


async def test_while_redis_is_away_a_message_is_refused_for_now_and_nothing_is_half_done(
    replica: Replica, who: Principal, broker: FlakyBroker
) -> None:
    room_id, request_id = await replica.open(who), uuid4()
    broker.away = True
    async with replica.running():
        with pytest.raises(Unavailable) as refusal:
            await replica.send(who, room_id, "안녕", request_id)
        assert refusal.value.temporary
        assert await learner_messages(room_id) == await Request.all().count() == 0

        broker.away = False
        sent = await replica.send(who, room_id, "안녕", request_id)
        await replica.end_of(sent.turn_id)


class DeskThatFails:
    """A desk that fails after the message's number was taken."""

    async def admit(self, *, room_id: UUID, user_id: UUID, seq: int) -> tuple[UUID, bool]:
        del room_id, user_id, seq
        raise RuntimeError("the database went away")

    async def opened(self, turn_id: UUID, *, joined: bool) -> None:
        del turn_id, joined
        raise AssertionError("nothing was committed")


async def test_a_transaction_that_fails_leaves_no_trace_and_the_retry_is_a_new_message(
    replica: Replica, who: Principal
) -> None:
    room_id, request_id = await replica.open(who), uuid4()
    desk, replica.sending._turns = replica.sending._turns, DeskThatFails()
    command = SendMessage(request_id, room_id, "안녕")
    with pytest.raises(RuntimeError):
        await replica.sending.send(who, command)
    assert await learner_messages(room_id) == await Request.all().count() == 0
    assert await RoomEvent.filter(room_id=room_id).count() == 1

    replica.sending._turns = desk
    async with replica.running():
        assert (await replica.sending.send(who, command)).seq == 2


# Turns


async def test_a_message_before_the_first_delta_joins_and_is_answered_in_the_same_reply(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    replica.agents.replies_at_once = None
    async with replica.running():
        first = await replica.send(who, room_id, "야")
        second = await replica.send(who, room_id, "오늘 뭐 해?")
        assert second.turn_id == first.turn_id
        await reply_asked_with(replica, ["야", "오늘 뭐 해?"])
        replica.agents.replies[-1].say("집에 있어.")
        replica.agents.replies[-1].end()
        assert (await replica.end_of(first.turn_id)).message_count == 2
    stream = await replica.stream(room_id)
    assert kinds(stream).count("feedback.ready") == 2
    assert kinds(stream).count("reply.completed") == kinds(stream).count("turn.completed") == 1


async def test_a_message_after_the_first_delta_makes_the_next_turn_which_waits_its_own(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    replica.agents.replies_at_once = None
    async with replica.running():
        first = await replica.send(who, room_id, "야")
        await reply_asked_with(replica, ["야"])
        replica.agents.replies[0].say("응?")
        await until_shown(replica, room_id)
        second = await replica.send(who, room_id, "오늘 뭐 해?")
        assert second.turn_id != first.turn_id
        await until_judged(replica, 2)
        assert len(replica.agents.replies) == 1, "its reply waits; its feedback does not"
        replica.agents.replies[0].end()
        await replica.end_of(first.turn_id)
        await reply_asked_with(replica, ["오늘 뭐 해?"])
        replica.agents.replies[-1].say("집에 있어.")
        replica.agents.replies[-1].end()
        await replica.end_of(second.turn_id)
    ends = [
        one["turn_id"] for one in await replica.stream(room_id) if one["type"] == "turn.completed"
    ]
    assert ends == [str(first.turn_id), str(second.turn_id)]


async def test_a_turn_needs_at_most_eight_statements_before_its_agents_are_asked(
    replica: Replica, who: Principal, statements: list[str]
) -> None:
    room_id = await replica.open(who)
    async with replica.running():
        await replica.end_of((await replica.send(who, room_id)).turn_id)
        replica.agents.may_answer.clear()
        statements.clear()
        before: list[str] = []
        replica.agents.when_asked = lambda: before.extend(statements)
        sent = await replica.send(who, room_id)
        await until_true(lambda: bool(before))
        replica.agents.may_answer.set()
        await replica.end_of(sent.turn_id)
    # Without BEGIN and COMMIT around the first three.
    assert 6 <= len(before) <= 8, before


async def reply_asked_with(replica: Replica, texts: list[str]) -> None:
    replies = replica.agents.replies
    await until_true(lambda: bool(replies) and replies[-1].messages == texts)


async def until_shown(replica: Replica, room_id: UUID) -> None:
    async def shown() -> bool:
        return "reply.delta" in kinds(await replica.stream(room_id))

    await until(shown)


async def until_judged(replica: Replica, messages: int) -> None:
    await until_true(lambda: len(replica.agents.feedback_asked) == messages)
