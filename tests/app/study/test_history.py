"""Words, their translation and progress say from their rows what was announced."""

from collections.abc import Sequence
from uuid import uuid4

import msgspec

from app.platform.events import encode_event
from app.platform.principal import Principal
from app.study.history import StudyHistory
from app.study.ports import WordToTranslate
from tests.app.replica import Event, Replica
from tests.app.scripted_agents import word

OWN = {"words.ready", "words.translated", "progress.updated"}


class Translator:
    async def translate(
        self, words: Sequence[WordToTranslate], language: str
    ) -> list[tuple[str, str]]:
        return [(one.lemma, language) for one in words]


async def test_history_is_what_was_announced_live(replica: Replica, who: Principal) -> None:
    replica.agents.picked = (word("밥", example="밥 먹자."), word("물"))
    room_id = await replica.open(who)
    async with replica.running():
        sent = await replica.send(who, room_id)
        await replica.end_of(sent.turn_id)
    await replica.words.translate(sent.message_id, Translator())
    history = StudyHistory(sealer=replica.sealer)
    asked = {"turn_ids": [sent.turn_id], "message_ids": [sent.message_id]}
    told = told_of(await history.events(room_id, newest=True, **asked))
    live = [one for one in await replica.stream(room_id) if one["type"] in OWN]
    for event in (*told, *live):
        event.pop("time", None)
        if event["type"] == "progress.updated":
            event.pop("turn_id", None)
    assert sorted(told, key=lambda one: one["seq"]) == live
    older = told_of(await history.events(room_id, newest=False, **asked))
    assert {one["type"] for one in older} == {"words.ready", "words.translated"}


async def test_a_room_without_messages_has_nothing_to_say(replica: Replica, who: Principal) -> None:
    room_id = await replica.open(who)
    history = StudyHistory(sealer=replica.sealer)
    events = await history.events(room_id, turn_ids=[], message_ids=[uuid4()], newest=True)
    assert events == []


def told_of(events: Sequence[object]) -> list[Event]:
    return [msgspec.json.decode(encode_event(one)) for one in events]  # type: ignore[arg-type]
