"""One learner's message, from the socket to the end of its turn, on real parts."""

import asyncio
from uuid import uuid4

from tests.e2e.conftest import RunServer
from tests.meeting import MeetLearner


async def test_a_message_is_answered_by_feedback_words_and_a_streamed_reply(
    run_server: RunServer, meet: MeetLearner
) -> None:
    async with run_server() as server, meet(server.url, persona="boss", closeness=1) as learner:
        sent = await learner.send("밥 먹었어?")
        end = await learner.end_of(sent["turn_id"])

        assert end["type"] == "turn.completed"
        (feedback,) = learner.of("feedback.ready", sent["turn_id"])
        assert feedback["status"] == "corrected"
        assert feedback["corrected"].endswith("?")
        assert feedback["message_id"] == sent["message_id"]
        (words,) = learner.of("words.ready", sent["turn_id"])
        assert 1 <= len(words["words"]) <= 2
        (completed,) = learner.of("reply.completed", sent["turn_id"])
        assert learner.streamed(sent["turn_id"]) == completed["text"]
        assert learner.of("progress.updated")[-1]["corrected"] == 1


async def test_the_same_words_to_a_friend_are_perfect(
    run_server: RunServer, meet: MeetLearner
) -> None:
    async with run_server() as server, meet(server.url, persona="friend") as learner:
        sent = await learner.send("밥 먹었어?")
        await learner.end_of(sent["turn_id"])
        (feedback,) = learner.of("feedback.ready", sent["turn_id"])
        assert feedback["status"] == "perfect"


async def test_history_says_after_a_reload_what_was_announced_live(
    run_server: RunServer, meet: MeetLearner
) -> None:
    async with run_server() as server, meet(server.url) as learner:
        for text in ("안녕! 뭐 해?", "나 오늘 피곤해."):
            sent = await learner.send(text)
            await learner.end_of(sent["turn_id"])
        live = {one["seq"]: one for one in learner.events if "seq" in one}
        reloaded = {one["seq"]: one for one in await learner.history()}
        assert set(reloaded) <= set(live)
        only_live = {live[seq]["type"] for seq in set(live) - set(reloaded)}
        # Progress stands once a room: an earlier count is not kept.
        assert only_live <= {"progress.updated"}
        for seq, event in reloaded.items():
            told = {name: one for name, one in live[seq].items() if name not in {"time", "turn_id"}}
            again = {name: one for name, one in event.items() if name not in {"time", "turn_id"}}
            assert again == told


async def test_events_of_a_room_are_numbered_without_gaps_and_in_the_promised_order(
    run_server: RunServer, meet: MeetLearner
) -> None:
    async with run_server() as server, meet(server.url) as learner:
        sent = await learner.send("주말에 영화 봤어.")
        await learner.end_of(sent["turn_id"])
        numbered = [one["seq"] for one in learner.events if "seq" in one]
        assert sorted(set(numbered)) == list(range(1, len(set(numbered)) + 1))
        kinds = [one["type"] for one in learner.events if one.get("turn_id") == sent["turn_id"]]
        assert kinds[0] == "message.created"
        assert kinds[-1] == "turn.completed"
        replies = [kind for kind in kinds if kind.startswith("reply.")]
        assert replies[0] == "reply.started"
        assert replies[-1] == "reply.completed"
        assert set(replies[1:-1]) == {"reply.delta"}


async def test_the_same_request_id_again_gives_the_first_result_and_one_message(
    run_server: RunServer, meet: MeetLearner
) -> None:
    async with run_server() as server, meet(server.url) as learner:
        request_id = uuid4()
        first, second = await asyncio.gather(
            learner.send("잘 지냈어?", request_id), learner.send("잘 지냈어?", request_id)
        )
        assert first == second
        await learner.end_of(first["turn_id"])
        created = learner.of("message.created", first["turn_id"])
        assert [one["text"] for one in created] == ["잘 지냈어?"]


async def test_messages_before_the_first_delta_are_answered_once_together(
    run_server: RunServer, meet: MeetLearner
) -> None:
    async with run_server() as server, meet(server.url) as learner:
        sent = await asyncio.gather(*(learner.send(text) for text in ("야", "오늘 뭐 해?")))
        turns = {one["turn_id"] for one in sent}
        for turn_id in turns:
            await learner.end_of(turn_id)
        assert len(learner.of("feedback.ready")) == 2
        assert len(learner.of("reply.completed")) == len(turns)
