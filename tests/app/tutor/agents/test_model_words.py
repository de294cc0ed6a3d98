"""A model's words are shown where the engine finds them, else the engine's own."""

from collections.abc import Callable
from typing import Any

import pytest

from app.tutor.agents import EngineAgents, ModelAgents
from app.tutor.answers import Conversation, Origin
from app.tutor.ports import RoomMessage
from app.tutor.prompts import PROMPT_VERSION
from tests.upstream import Script, Upstream

Talk = Callable[..., Conversation]
Say = Callable[[str], RoomMessage]
Seen = list[tuple[str, str]]

TEXT = "요즘 날씨가 너무 더워."
WEATHER: dict[str, Any] = {
    "surface": "날씨가",
    "lemma": "날씨",
    "sense_ko": "맑고 흐리고 춥고 더운 상태",
    "sense_en": "weather",
    "level": 1,
    "example": "오늘 날씨가 좋아요.",
}
VERSION = PROMPT_VERSION["words"]


def answer_with(upstream: Upstream, *words: dict[str, Any]) -> None:
    upstream.answers["WordsDraft"] = lambda _: {"words": list(words)}


async def test_good_words_are_verified(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say, observed: Seen
) -> None:
    answer_with(upstream, WEATHER)
    answer = await agents.words(talk(), say(TEXT))
    assert answer.origin == Origin("model", "verified", "test", VERSION)
    (word,) = answer.words
    assert (word.lemma, word.start, word.end) == ("날씨", 3, 6)
    assert observed == [("words", "verified")]


async def test_words_come_from_the_corrected_sentence(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    answer_with(upstream)
    await agents.words(talk("boss", 1), say("밥 먹었어?"))
    asked = upstream.requests[0].last_user_text
    assert "식사하셨습니까?" in asked
    assert "밥" not in asked


async def test_words_that_do_not_occur_are_replaced(
    agents: ModelAgents, engine: EngineAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    answer_with(upstream, WEATHER | {"surface": "구름이", "lemma": "구름"})
    conversation, message = talk(), say(TEXT)
    answer = await agents.words(conversation, message)
    assert answer.origin == Origin("engine", "replaced", "test", VERSION)
    assert answer.words == (await engine.words(conversation, message)).words
    assert len(upstream.requests) == 2


async def test_a_model_that_is_down_is_answered_for(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say, observed: Seen
) -> None:
    upstream.script = Script(status=503)
    answer = await agents.words(talk(), say(TEXT))
    assert answer.origin == Origin("engine", "replaced", "test", VERSION)
    assert observed == [("words", "replaced")]


async def test_only_known_words_of_this_message_are_told(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    answer_with(upstream)
    await agents.words(talk(known=frozenset({"덥다", "바다"})), say(TEXT))
    assert '"known":["덥다"]' in upstream.requests[0].body["messages"][1]["content"]


@pytest.mark.parametrize("text", ["Hello!", "123", "^^"])
async def test_a_message_without_korean_asks_no_model(
    text: str, agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    answer = await agents.words(talk(), say(text))
    assert answer.words == ()
    assert upstream.requests == []
