"""Without a model the engine judges and picks words, and the script replies."""

from collections.abc import Callable
from random import Random

import pytest

from app.korean import AnalyserNotLoadedError, PickedWord, pick_words
from app.tutor.agents import EngineAgents, engine_answers
from app.tutor.agents import engine as engine_module
from app.tutor.answers import AgentFailedError, Agents, Conversation, Exchange, Origin
from app.tutor.ports import RoomMessage

Talk = Callable[..., Conversation]
Say = Callable[[str], RoomMessage]
Seen = list[tuple[str, str]]


def test_they_are_agents(engine: EngineAgents) -> None:
    agents: Agents = engine
    assert agents is engine


async def test_plain_speech_to_the_boss_is_corrected(
    engine: EngineAgents, talk: Talk, say: Say, observed: Seen
) -> None:
    answer = await engine.feedback(talk("boss", 1), say("밥 먹었어?"))
    assert answer.status == "corrected"
    assert (answer.target, answer.detected) == ("hapsyo", "hae")
    assert answer.corrected == "식사하셨습니까?"
    assert answer.edits
    assert answer.feedback_en
    assert answer.feedback_ko
    assert answer.origin == Origin("engine", "verified")
    assert observed == [("feedback", "verified")]


async def test_the_same_sentence_to_a_friend_is_perfect(
    engine: EngineAgents, talk: Talk, say: Say
) -> None:
    answer = await engine.feedback(talk("friend", 3), say("밥 먹었어?"))
    assert (answer.status, answer.edits, answer.corrected) == ("perfect", (), "밥 먹었어?")


async def test_positions_count_in_the_composed_text(
    engine: EngineAgents, talk: Talk, say: Say
) -> None:
    composed = await engine.feedback(talk("boss", 1), say("밥 먹었어?"))
    decomposed = await engine.feedback(
        talk("boss", 1), say("\u1107\u1161\u11b8 \u1106\u1165\u11a8\u110b\u1165\u11bb\u110b\u1165?")
    )
    assert decomposed.edits == composed.edits


async def test_words_come_from_the_corrected_sentence(
    engine: EngineAgents, talk: Talk, say: Say, observed: Seen
) -> None:
    answer = await engine.words(talk("boss", 1), say("부장님, 밥 먹었어요?"))
    corrected = (await engine.feedback(talk("boss", 1), say("부장님, 밥 먹었어요?"))).corrected
    assert 0 < len(answer.words) <= 2
    for word in answer.words:
        assert corrected[word.start : word.end] == word.surface
    assert observed[0] == ("words", "verified")


async def test_words_the_learner_knows_are_not_picked(
    engine: EngineAgents, talk: Talk, say: Say
) -> None:
    message = say("오늘 날씨가 좋아서 공원에서 산책했어.")
    first = await engine.words(talk(), message)
    known = frozenset(word.lemma for word in first.words)
    again = await engine.words(talk(known=known), message)
    assert known
    assert not known & {word.lemma for word in again.words}


def test_words_of_a_reply_make_two_and_repeat_none(engine: EngineAgents, talk: Talk) -> None:
    reply = "날씨 좋다! 나는 공원에서 산책하고 친구랑 영화 봤어."
    picked = engine.words_of_reply(talk(), reply, ())
    assert len(picked) == 2
    one = engine.words_of_reply(talk(), reply, picked[:1])
    assert len(one) == 1
    assert one[0].lemma != picked[0].lemma
    assert engine.words_of_reply(talk(), reply, picked) == ()


def test_a_fault_in_the_words_of_a_reply_gives_none(
    engine: EngineAgents, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> tuple[PickedWord, ...]:
        raise ValueError("broken")

    monkeypatch.setattr(engine_module, "words_of_engine", broken)
    assert engine.words_of_reply(talk(), "날씨 좋다", ()) == ()


async def test_the_script_replies_word_by_word(
    engine: EngineAgents, talk: Talk, say: Say, observed: Seen
) -> None:
    stream = await engine.reply(talk("friend", 2), [say("오늘 뭐 했어?")])
    assert stream.origin == Origin("offline", "unchecked")
    pieces = [piece async for piece in stream]
    assert len(pieces) > 1
    assert stream.origin == Origin("offline", "verified")
    assert observed == [("reply", "verified")]


async def test_the_same_random_gives_the_same_reply(talk: Talk, say: Say) -> None:
    conversation, message = talk(), say("주말에 뭐 했어?")
    replies = set()
    for _ in range(2):
        stream = await EngineAgents(Random(3), pause=0.0).reply(conversation, [message])
        replies.add("".join([piece async for piece in stream]))
    assert len(replies) == 1


@pytest.mark.parametrize("before", ["있잖아", "배고파", "안녕! 오늘 뭐 먹었어?"])
@pytest.mark.parametrize("after", ["미안", "근데 너는 취미가 뭐야?"])
async def test_signs_of_self_harm_in_any_message_of_a_turn_are_answered(
    before: str, after: str, engine: EngineAgents, talk: Talk, say: Say
) -> None:
    stream = await engine.reply(talk(), [say(before), say("죽고 싶어"), say(after)])
    assert "109" in "".join([piece async for piece in stream])


async def test_the_reply_knows_what_was_said_before(
    engine: EngineAgents, talk: Talk, say: Say
) -> None:
    stream = await engine.reply(talk("friend", 2, Exchange("죽고 싶어", "109")), [say("응")])
    assert "1388" in "".join([piece async for piece in stream])


@pytest.mark.parametrize("agent", ["feedback", "words", "reply"])
async def test_what_breaks_is_an_agents_failure(
    agent: str,
    engine: EngineAgents,
    talk: Talk,
    say: Say,
    observed: Seen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise AnalyserNotLoadedError

    for module, name in (
        (engine_module, "read"),
        (engine_answers, "judge"),
        (engine_answers, "scripted_reply"),
    ):
        monkeypatch.setattr(module, name, broken)
    said = [say("안녕")] if agent == "reply" else say("안녕")
    with pytest.raises(AgentFailedError) as failure:
        await getattr(engine, agent)(talk(), said)
    assert (failure.value.agent, failure.value.reason) == (agent, "internal")
    assert observed == [(agent, "failed")]


def test_the_dictionary_has_words_for_these_tests() -> None:
    assert pick_words("오늘 날씨가 좋아서 공원에서 산책했어.")
