"""Nothing that anybody wrote stands in the database in the clear, and nothing sealed can move."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from tortoise.transactions import in_transaction

from app.platform.principal import Principal
from app.platform.sealing import Sealer, SealingError
from app.platform.sql import execute
from app.rooms.schemas import ReadHistory
from app.study.models import Word
from app.study.word_rows import open_translation, open_word
from app.tutor.models import Feedback, Reply
from app.tutor.stored import feedback_event, reply_text
from tests.app.replica import FlakyBroker, Replica, learner, rows_of
from tests.app.scripted_agents import edit, word
from tests.conftest import HandClock

MESSAGE = "어제 바닷가에서 갈매기를 보았습니까?"
REPLY = "등대 옆에서 조개를 주웠어."
EXAMPLE = "파도가 높으면 배가 못 떠요."
TRANSLATION = "The waves are high today."
SECRETS = ("갈매기", "보았습니까", "봤어", "높임말을", "politely", "등대", "파도가", "waves")


class Translates:
    async def translate(self, words: object, language: str) -> list[tuple[str, str]]:
        del words, language
        return [("a wave", TRANSLATION)]


@dataclass(frozen=True)
class Told:
    """A server and the room in which everything there is was said."""

    replica: Replica
    room_id: UUID
    who: Principal


@pytest.fixture
async def told(sealer: Sealer, clock: HandClock) -> Told:
    """A room in which everything there is was said, corrected, explained and translated."""
    replica = Replica(sealer=sealer, clock=clock, broker=FlakyBroker())
    replica.agents.edits[MESSAGE] = (edit(MESSAGE, "보았습니까", "봤어"),)
    replica.agents.picked = (word("파도", example=EXAMPLE),)
    replica.agents.replies_at_once = REPLY
    who = await learner()
    room_id = await replica.open(who)
    async with replica.running():
        sent = await replica.send(who, room_id, MESSAGE)
        await replica.end_of(sent.turn_id)
    assert await replica.words.translate(sent.message_id, Translates())
    live = "".join(str(one) for one in await replica.stream(room_id))
    assert all(secret in live for secret in SECRETS), "what is searched for was really said"
    return Told(replica, room_id, who)


def forms(secret: str) -> Iterator[bytes]:
    yield secret.encode()
    yield secret.encode("utf-16-le")
    yield secret.encode("unicode_escape")


async def everything() -> list[tuple[str, str, Any]]:
    """Every text and binary value of every table, with where it stands."""
    columns = await rows_of(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' "
        "AND data_type IN ('bytea', 'text', 'character varying', 'json', 'jsonb') "
        # The tables that migrations fill hold what the house itself wrote.
        "AND table_name NOT LIKE 'persona%' AND table_name <> 'tortoise_migrations'"
    )
    found: list[tuple[str, str, Any]] = []
    for column in columns:
        table, name = column["table_name"], column["column_name"]
        rows = await rows_of(f'SELECT "{name}" AS value FROM "{table}"')
        found += [(table, name, row["value"]) for row in rows]
    return found


async def test_no_message_edit_example_translation_or_reply_is_readable_in_any_table(
    told: Told,
) -> None:
    del told
    values = await everything()
    tables = {table for table, _, value in values if value is not None}
    assert {"messages", "feedback", "replies", "words", "room_events", "requests"} <= tables
    for table, column, value in values:
        data = value if isinstance(value, bytes) else str(value).encode()
        for secret in SECRETS:
            assert not any(form in data for form in forms(secret)), f"{table}.{column}: {secret}"


async def test_what_is_sealed_for_one_row_or_column_opens_in_no_other(told: Told) -> None:
    sealer, room_id = told.replica.sealer, told.room_id
    await execute("UPDATE feedback SET body = (SELECT body FROM replies LIMIT 1)")
    with pytest.raises(SealingError):
        feedback_event(sealer, await Feedback.get(), room_id)
    await execute("UPDATE words SET translation_body = body")
    row = await Word.get()
    assert open_word(sealer, row, room_id).example == EXAMPLE
    with pytest.raises(SealingError):
        open_translation(sealer, row, room_id)
    await execute("UPDATE replies SET body = (SELECT body FROM messages LIMIT 1)")
    with pytest.raises(SealingError):
        reply_text(sealer, await Reply.get(), room_id)


@pytest.mark.parametrize(
    "moved",
    [
        "UPDATE messages SET room_id = $1 WHERE author = 'learner'",
        # Their events, feedback, reply and words follow the message or the turn by its id.
        "UPDATE messages SET turn_id = (SELECT id FROM turns LIMIT 1) WHERE room_id = $1",
        "UPDATE word_lists SET room_id = $1, message_id = "
        "(SELECT id FROM messages WHERE room_id = $1 LIMIT 1)",
    ],
    ids=["message", "turn", "words"],
)
async def test_what_was_moved_into_another_learners_room_is_not_shown_there(
    told: Told, moved: str
) -> None:
    other = await learner()
    room_id = await told.replica.open(other)
    await told.replica.history.read(other, ReadHistory(room_id), live=False)
    async with in_transaction():
        await execute("SET LOCAL session_replication_role = replica")
        await execute(moved, room_id)
        await execute("UPDATE words SET word_list_id = (SELECT message_id FROM word_lists LIMIT 1)")
    with pytest.raises(SealingError):
        await told.replica.history.read(other, ReadHistory(room_id), live=False)
