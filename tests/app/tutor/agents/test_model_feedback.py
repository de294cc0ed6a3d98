"""A model's feedback is shown where the engine agrees, else the engine's own."""

import unicodedata
from collections.abc import Callable
from typing import Any

import structlog

from app.llm import Models, Usage
from app.tutor.agents import EngineAgents, ModelAgents
from app.tutor.answers import Conversation, Exchange, Origin
from app.tutor.ports import RoomMessage
from app.tutor.prompts import PROMPT_VERSION
from tests.upstream import ChatRequest, Fault, Script, Upstream

Talk = Callable[..., Conversation]
Say = Callable[[str], RoomMessage]
Seen = list[tuple[str, str]]

TEXT = "나는 어제 친구가 만났어."
GOOD: dict[str, Any] = {
    "status": "corrected",
    "corrected": "나는 어제 친구를 만났어.",
    "edits": [
        {
            "was": "친구가",
            "becomes": "친구를",
            "degree": "wrong",
            "kind": "grammar",
            "rule": "object particle of 만나다",
            "why_ko": "'만나다'는 '을/를'과 써요.",
            "why_en": "만나다 takes the object particle.",
        }
    ],
    "feedback_ko": "'친구를 만나다'라고 해요.",
    "feedback_en": "Say 친구를 만나다: meeting takes an object.",
}
BAD = GOOD | {"status": "perfect"}
VERSION = PROMPT_VERSION["feedback"]


def answers(upstream: Upstream, *in_turn: dict[str, Any]) -> None:
    """Let the upstream give these answers one after another, the last one from then on."""
    waiting = list(in_turn)

    def answer(_: ChatRequest) -> object:
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    upstream.answers["FeedbackDraft"] = answer


async def test_a_good_answer_is_verified(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say, observed: Seen
) -> None:
    answers(upstream, GOOD)
    answer = await agents.feedback(talk("friend", 2), say(TEXT))
    assert answer.origin == Origin("model", "verified", "test", VERSION)
    assert (answer.status, answer.target, answer.detected) == ("corrected", "hae", "hae")
    assert answer.corrected == GOOD["corrected"]
    assert [(edit.start, edit.end) for edit in answer.edits] == [(6, 9)]
    assert len(upstream.requests) == 1
    assert observed == [("feedback", "verified")]


async def test_a_bad_answer_is_asked_again_with_the_reason_in_a_message_of_its_own(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say, observed: Seen
) -> None:
    answers(upstream, BAD, GOOD)
    answer = await agents.feedback(talk("friend", 2), say(TEXT))
    assert answer.origin == Origin("model", "repaired", "test", VERSION)
    first, second = (request.body["messages"] for request in upstream.requests)
    assert second[: len(first)] == first
    assert [message["role"] for message in second[len(first) :]] == ["assistant", "user"]
    assert "`status` is perfect" in second[-1]["content"]
    assert "친구" not in second[-1]["content"]
    assert observed == [("feedback", "repaired")]


async def test_a_second_bad_answer_is_replaced_by_the_engines(
    agents: ModelAgents,
    engine: EngineAgents,
    upstream: Upstream,
    talk: Talk,
    say: Say,
    observed: Seen,
) -> None:
    answers(upstream, BAD)
    conversation, message = talk("boss", 1), say("밥 먹었어?")
    with structlog.testing.capture_logs() as lines:
        answer = await agents.feedback(conversation, message)
    assert answer.origin == Origin("engine", "replaced", "test", VERSION)
    assert len(upstream.requests) == 2
    own = await engine.feedback(conversation, message)
    assert (answer.status, answer.corrected, answer.edits) == (
        own.status,
        own.corrected,
        own.edits,
    )
    assert observed[0] == ("feedback", "replaced")
    (line,) = lines
    assert line["reason"] == "edit_not_found"
    assert "먹" not in repr(line)


async def test_an_unsure_engine_says_unclear_where_the_model_fails(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    answers(upstream, BAD)
    answer = await agents.feedback(talk("boss", 1), say("어제 너무 피곤해서"))
    assert (answer.status, answer.edits) == ("unclear", ())
    assert answer.origin.verdict == "replaced"


async def test_a_model_may_know_where_the_engine_is_unsure(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    text, corrected = "어제 너무 피곤해서", "어제 너무 피곤해서요"
    edit = GOOD["edits"][0] | {
        "was": "피곤해서",
        "becomes": "피곤해서요",
        "kind": "style",
        "why_en": "End it politely to this person.",
    }
    answers(upstream, GOOD | {"corrected": corrected, "edits": [edit]})
    answer = await agents.feedback(talk("boss", 2), say(text))
    assert (answer.status, answer.corrected) == ("corrected", corrected)
    assert answer.origin.verdict == "verified"


async def test_what_is_no_answer_is_asked_again_too(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    answers(upstream, GOOD)
    upstream.queue(Script(content='{"status":"fine"}'))
    answer = await agents.feedback(talk("friend", 2), say(TEXT))
    assert answer.origin.verdict == "repaired"
    assert upstream.requests[1].body["messages"][-2]["content"] == "{}"


async def test_a_refused_call_is_not_asked_again(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    upstream.script = Script(status=401)
    answer = await agents.feedback(talk("friend", 2), say(TEXT))
    assert answer.origin == Origin("engine", "replaced", "test", VERSION)
    assert len(upstream.requests) == 1


async def test_a_model_that_hangs_is_left_in_time(
    models: Models, engine: EngineAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    upstream.script = Script(fault=Fault.HANG)
    names = dict.fromkeys(("feedback", "words", "reply"), "test")
    hasty = ModelAgents(models, engine, model_names=names, answer_seconds=0.1)
    answer = await hasty.feedback(talk("boss", 1), say("밥 먹었어?"))
    assert answer.corrected == "식사하셨습니까?"
    assert answer.origin.verdict == "replaced"
    await upstream.until(lambda: upstream.abandoned == 1)


async def test_a_message_without_korean_asks_no_model(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    answer = await agents.feedback(talk(), say("What is your name?"))
    assert answer.origin == Origin("engine", "verified")
    assert upstream.requests == []


async def test_the_ledger_says_for_whom_it_was(
    agents: ModelAgents, upstream: Upstream, ledger: list[Usage], talk: Talk, say: Say
) -> None:
    answers(upstream, GOOD)
    conversation = talk("friend", 2)
    await agents.feedback(conversation, say(TEXT))
    (row,) = ledger
    assert (row.agent, row.turn_id) == ("feedback", conversation.turn_id)
    assert (row.user_id, row.room_id) == (conversation.facts.user_id, conversation.facts.room_id)


async def test_the_models_letters_are_composed_before_they_are_compared(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    decomposed = unicodedata.normalize("NFD", str(GOOD["corrected"]))
    answers(upstream, GOOD | {"corrected": decomposed})
    answer = await agents.feedback(talk("friend", 2), say(TEXT))
    assert answer.origin.verdict == "verified"
    assert answer.corrected == GOOD["corrected"]


async def test_what_was_said_before_is_told(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    answers(upstream, GOOD)
    await agents.feedback(talk("friend", 2, Exchange("", "어제 누구 만났어?")), say(TEXT))
    assert "어제 누구 만났어?" in upstream.requests[0].body["messages"][1]["content"]
