"""Words are kept once and translated once; progress is counted, and days in a row."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from app.korean import PickedWord
from app.platform.principal import Principal
from app.study.models import Progress, Word, WordList
from app.study.ports import WordToTranslate
from app.study.word_rows import open_translation, open_word
from tests.app.replica import NewReplica, Replica, kinds, learner
from tests.app.scripted_agents import word
from tests.conftest import HandClock


class Translator:
    """Translates each word."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        # How many must have asked before any is answered.
        self.together = asyncio.Barrier(1)

    async def translate(
        self, words: Sequence[WordToTranslate], language: str
    ) -> list[tuple[str, str]]:
        self.asked.append([one.lemma for one in words])
        await self.together.wait()
        return [(f"{one.lemma} in {language}", one.example.upper()) for one in words]


async def keep(
    replica: Replica,
    who: Principal,
    room_id: UUID,
    *picked: PickedWord,
    message_id: UUID | None = None,
    from_reply: Sequence[PickedWord] = (),
    failed: bool = False,
) -> UUID:
    message_id = message_id or uuid4()
    async with in_transaction():
        await replica.words.keep(
            room_id=room_id,
            user_id=who.user_id,
            turn_id=uuid4(),
            message_id=message_id,
            language=who.language,
            from_message=picked,
            from_reply=from_reply,
            failed=failed,
            now=replica.clock.now(),
        )
    await replica.journal.publish(room_id)
    return message_id


# Keeping


async def test_words_are_kept_in_order_with_where_they_were_found_and_announced(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    message_id = await keep(
        replica, who, room_id, word("밥", example="밥 먹자."), from_reply=[word("고기")]
    )
    ready = (await replica.stream(room_id))[-1]
    assert (ready["type"], ready["status"]) == ("words.ready", "ready")
    assert [(one["lemma"], one["found_in"]) for one in ready["words"]] == [
        ("밥", "message"),
        ("고기", "reply"),
    ]
    rows = await Word.filter(word_list_id=message_id).order_by("position")
    assert [str(row.id) for row in rows] == [one["id"] for one in ready["words"]]
    assert open_word(replica.sealer, rows[0], room_id).example == "밥 먹자."


async def test_words_of_a_message_are_kept_once(replica: Replica, who: Principal) -> None:
    room_id = await replica.open(who)
    message_id = await keep(replica, who, room_id, word("밥"))
    with pytest.raises(IntegrityError):
        await keep(replica, who, room_id, word("고기"), message_id=message_id)
    assert await Word.all().count() == 1
    assert kinds(await replica.stream(room_id)).count("words.ready") == 1


async def test_words_that_failed_say_so_and_are_not_waited_for(
    replica: Replica, who: Principal, clock: HandClock
) -> None:
    room_id = await replica.open(who)
    message_id = await keep(replica, who, room_id, failed=True)
    assert (await replica.stream(room_id))[-1]["status"] == "failed"
    clock.advance(3600)
    assert await replica.words.untranslated(older_than=1) == []
    assert not await replica.words.translate(message_id, Translator())


async def test_what_a_learner_met_lately_and_which_messages_are_done_is_known(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    done = await keep(replica, who, room_id, word("밥"), word("고기"))
    other = await learner()
    await keep(replica, other, await replica.open(other), word("물"))
    unknown = uuid4()
    met = await replica.words.met(who.user_id, [done, unknown])
    assert met == (frozenset({"밥", "고기"}), frozenset({done}))
    assert await replica.words.met(uuid4(), []) == (frozenset(), frozenset())


async def test_only_the_last_sixty_words_are_remembered(replica: Replica, who: Principal) -> None:
    room_id = await replica.open(who)
    for number in range(31):
        await keep(replica, who, room_id, word(f"낱말{number}a"), word(f"낱말{number}b"))
    lemmas, _ = await replica.words.met(who.user_id, [])
    assert len(lemmas) == 60
    assert "낱말0a" not in lemmas
    assert "낱말30b" in lemmas


async def test_the_messages_of_a_turn_whose_words_are_kept_are_counted(
    replica: Replica, who: Principal
) -> None:
    sent, turn = await replica.admit(who, await replica.open(who))
    assert await replica.words.count(sent.turn_id) == 0
    await replica.store.store_words(
        turn, sent.message_id, from_message=(), from_reply=(), failed=False
    )
    assert await replica.words.count(sent.turn_id) == 1


# Translating


async def test_a_translation_is_stored_and_announced_with_a_number_of_its_own(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    message_id = await keep(replica, who, room_id, word("밥", example="a"), word("물", example="b"))
    assert await replica.words.translate(message_id, Translator())
    told = (await replica.stream(room_id))[-1]
    assert (told["type"], told["language"], told["message_id"]) == (
        "words.translated",
        "en",
        str(message_id),
    )
    assert [(one["sense"], one["example_translation"]) for one in told["words"]] == [
        ("밥 in en", "A"),
        ("물 in en", "B"),
    ]
    row = await WordList.get(message_id=message_id)
    assert row.translated_seq == told["seq"]
    stored = open_translation(replica.sealer, await Word.get(lemma="밥"), room_id)
    assert stored is not None
    assert stored.sense == "밥 in en"


async def test_it_is_translated_into_the_language_the_learner_had_then(
    replica: Replica,
) -> None:
    who = await learner(language="ko")
    room_id = await replica.open(who)
    message_id = await keep(replica, who, room_id, word("밥"))
    await replica.words.translate(message_id, Translator())
    assert (await replica.stream(room_id))[-1]["language"] == "ko"


async def test_of_two_workers_at_once_the_first_to_commit_counts(
    new_replica: NewReplica, who: Principal
) -> None:
    first, second = new_replica(), new_replica()
    room_id = await first.open(who)
    message_id = await keep(first, who, room_id, word("밥"))
    translator = Translator()
    translator.together = asyncio.Barrier(2)
    did = await asyncio.gather(
        *(one.words.translate(message_id, translator) for one in (first, second))
    )
    assert sorted(did) == [False, True]
    assert kinds(await first.stream(room_id)).count("words.translated") == 1
    assert not await first.words.translate(message_id, translator), "and it stays done"
    assert len(translator.asked) == 2


async def test_nothing_is_to_be_done_for_an_unknown_message(
    replica: Replica, who: Principal
) -> None:
    assert not await replica.words.translate(uuid4(), Translator())


async def test_a_translation_of_the_wrong_length_is_refused_whole(
    replica: Replica, who: Principal
) -> None:
    class Short(Translator):
        async def translate(
            self, words: Sequence[WordToTranslate], language: str
        ) -> list[tuple[str, str]]:
            return (await super().translate(words, language))[:1]

    room_id = await replica.open(who)
    message_id = await keep(replica, who, room_id, word("밥"), word("물"))
    with pytest.raises(ValueError, match="shorter"):
        await replica.words.translate(message_id, Short())
    assert (await WordList.get(message_id=message_id)).translated_at is None
    assert await replica.words.translate(message_id, Translator())


async def test_what_waits_longer_than_an_alarm_takes_is_found_the_oldest_first(
    replica: Replica, who: Principal, clock: HandClock
) -> None:
    room_id = await replica.open(who)
    first = await keep(replica, who, room_id, word("밥"))
    clock.advance(5)
    second = await keep(replica, who, room_id, word("물"))
    done = await keep(replica, who, room_id, word("불"))
    await replica.words.translate(done, Translator())
    clock.advance(12)
    assert await replica.words.untranslated(older_than=15) == [first]
    clock.advance(5)
    assert await replica.words.untranslated(older_than=15) == [first, second]
    assert await replica.words.untranslated(older_than=15, limit=1) == [first]


async def test_the_worker_is_woken_by_the_alarm(replica: Replica) -> None:
    message_id = uuid4()
    await replica.words.wants_translation(message_id)
    assert replica.alarm.rung == [message_id]


# Progress


async def judge(
    replica: Replica, who: Principal, room_id: UUID, status: str, at: datetime | None = None
) -> None:
    async with in_transaction():
        await replica.progress.judged(
            room_id=room_id,
            user_id=who.user_id,
            turn_id=uuid4(),
            status=status,
            now=at or replica.clock.now(),
        )
    await replica.journal.publish(room_id)


async def test_each_judgement_is_counted_and_a_failed_one_only_as_a_message(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    for status in ("perfect", "perfect", "suggested", "corrected", "unclear", "failed"):
        await judge(replica, who, room_id, status)
    told = (await replica.stream(room_id))[-1]
    assert (told["type"], told["messages"], told["perfect"]) == ("progress.updated", 6, 2)
    assert (told["suggested"], told["corrected"], told["unclear"]) == (1, 1, 1)
    assert (await Progress.get(room_id=room_id)).seq == told["seq"]


async def test_messages_judged_at_once_are_each_counted(
    new_replica: NewReplica, who: Principal
) -> None:
    first, second = new_replica(), new_replica()
    room_id = await first.open(who)
    turns = []
    for replica in (first, second) * 3:
        sent = await replica.unrun(who, room_id)
        turns.append((replica, sent, (await replica.store.load(sent.turn_id, 1))[0]))
    await asyncio.gather(
        *(
            replica.store.store_feedback(turn, sent.message_id, None, target="해체")
            for replica, sent, turn in turns
        )
    )
    assert (await Progress.get(room_id=room_id)).messages == 6


async def test_days_in_a_row_are_counted_as_they_change_in_seoul(
    replica: Replica, who: Principal
) -> None:
    room_id = await replica.open(who)
    streaks = []
    for at in (
        datetime(2026, 11, 23, 14, 59, tzinfo=UTC),  # 23:59 of the 23rd in Seoul
        datetime(2026, 11, 23, 15, 0, tzinfo=UTC),  # 00:00 of the 24th
        datetime(2026, 11, 24, 14, 59, tzinfo=UTC),  # still the 24th
        datetime(2026, 11, 25, 1, 0, tzinfo=UTC),  # the 25th
        datetime(2026, 11, 27, 1, 0, tzinfo=UTC),  # the 27th: a day was missed
    ):
        await judge(replica, who, room_id, "perfect", at)
        streaks.append((await replica.stream(room_id))[-1]["streak_days"])
    assert streaks == [1, 2, 2, 3, 1]


async def test_each_room_has_a_progress_of_its_own(replica: Replica, who: Principal) -> None:
    first, second = await replica.open(who), await replica.open(who, "boss")
    await judge(replica, who, first, "perfect")
    await judge(replica, who, second, "corrected")
    assert (await Progress.get(room_id=first)).corrected == 0
    assert (await Progress.get(room_id=second)).messages == 1
