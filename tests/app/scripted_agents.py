"""Agents that answer what a test tells them to, when it tells them to."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from app.korean import Degree, Edit, Kind, PickedWord
from app.tutor.answers import (
    AgentFailedError,
    Conversation,
    FeedbackAnswer,
    Origin,
    WordsAnswer,
)
from app.tutor.ports import RoomMessage

MODEL = Origin("model", "verified", model="test-model", prompt_version="7")


class ScriptedReply:
    """A reply that says what a test lets it say."""

    def __init__(self, conversation: Conversation, messages: Sequence[RoomMessage]) -> None:
        self.conversation = conversation
        self.messages = [one.text for one in messages]
        self.closed = False
        self.origin = MODEL
        self._coming: asyncio.Queue[str | Exception | None] = asyncio.Queue()

    def say(self, *pieces: str) -> None:
        for piece in pieces:
            self._coming.put_nowait(piece)

    def end(self) -> None:
        self._coming.put_nowait(None)

    def break_off(self, reason: str = "unreachable") -> None:
        self._coming.put_nowait(AgentFailedError("reply", reason))

    async def __aiter__(self) -> AsyncIterator[str]:
        while (piece := await self._coming.get()) is not None:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    async def aclose(self) -> None:
        self.closed = True


def word(lemma: str, *, example: str = "", sense_en: str = "", example_en: str = "") -> PickedWord:
    return PickedWord(
        surface=lemma,
        start=0,
        end=len(lemma),
        lemma=lemma,
        part_of_speech="noun",
        level=2,
        sense_ko="뜻",
        sense_en=sense_en,
        example=example,
        example_en=example_en,
    )


def edit(text: str, was: str, becomes: str) -> Edit:
    start = text.index(was)
    return Edit(
        start,
        start + len(was),
        was,
        becomes,
        Degree.WRONG,
        Kind.STYLE,
        rule="style",
        why_ko="높임말을 써야 해요.",
        why_en="Speak politely here.",
    )


class ScriptedAgents:
    """Each agent answers at once; where `replies_at_once` is None, a test feeds every reply."""

    def __init__(self) -> None:
        self.replies_at_once: str | None = "응, 좋아!"
        self.replies: list[ScriptedReply] = []
        self.feedback_asked: list[str] = []
        self.words_asked: list[str] = []
        # Cleared: feedback and words wait.
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.edits: dict[str, tuple[Edit, ...]] = {}
        self.picked: tuple[PickedWord, ...] = ()
        self.picked_of_reply: tuple[PickedWord, ...] = ()
        self.failing: set[str] = set()
        self.when_asked: Callable[[], object] = lambda: None

    async def feedback(self, conversation: Conversation, message: RoomMessage) -> FeedbackAnswer:
        self.feedback_asked.append(message.text)
        self.when_asked()
        await self.may_answer.wait()
        self._fail_if_told("feedback")
        edits = self.edits.get(message.text, ())
        corrected = message.text
        for one in edits:
            corrected = corrected.replace(one.was, one.becomes)
        return FeedbackAnswer(
            status="corrected" if edits else "perfect",
            target="해체",
            detected="해체",
            corrected=corrected,
            edits=edits,
            feedback_en="No mistake found." if not edits else "One thing to change.",
            feedback_ko="틀린 곳이 없어요." if not edits else "한 군데 고쳐요.",
            origin=MODEL,
        )

    async def words(self, conversation: Conversation, message: RoomMessage) -> WordsAnswer:
        self.words_asked.append(message.text)
        await self.may_answer.wait()
        self._fail_if_told("words")
        return WordsAnswer(self.picked, MODEL)

    def words_of_reply(
        self, conversation: Conversation, text: str, taken: Sequence[PickedWord]
    ) -> tuple[PickedWord, ...]:
        return self.picked_of_reply

    async def reply(
        self, conversation: Conversation, messages: Sequence[RoomMessage]
    ) -> ScriptedReply:
        self._fail_if_told("reply")
        reply = ScriptedReply(conversation, messages)
        if self.replies_at_once is not None:
            reply.say(self.replies_at_once)
            reply.end()
        self.replies.append(reply)
        return reply

    def _fail_if_told(self, agent: str) -> None:
        if agent in self.failing:
            raise AgentFailedError(agent, "deadline")
