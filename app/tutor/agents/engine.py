"""The agents without a model: the Korean engine judges and picks words, the script replies."""

import time
from collections.abc import Callable, Sequence
from random import Random

from app.korean import PickedWord
from app.tutor.agents.engine_answers import (
    corrected_text,
    feedback_of_engine,
    normalised,
    read,
    reply_of_script,
    words_of_engine,
)
from app.tutor.agents.observing import (
    FEEDBACK,
    REPLY,
    WORDS,
    Observe,
    Watch,
    failed,
    log_failure,
    unobserved,
)
from app.tutor.agents.offline_reply import OfflineReply
from app.tutor.agents.reply_check import MOST_CHARACTERS, verdict_on
from app.tutor.answers import Conversation, FeedbackAnswer, Origin, WordsAnswer
from app.tutor.ports import RoomMessage

PAUSE_SECONDS = 0.03


class EngineAgents:
    """The agents of this process's own (an `Agents`); call `app.korean.load` first."""

    def __init__(
        self,
        random: Random,
        *,
        pause: float = PAUSE_SECONDS,
        observe: Observe = unobserved,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`pause` is in seconds, between two words of a reply; `clock` counts seconds."""
        self._random = random
        self._pause = pause
        self._watch = Watch(observe, clock)

    async def feedback(self, conversation: Conversation, message: RoomMessage) -> FeedbackAnswer:
        """Judge the message. Raises AgentFailedError."""
        return await self._watch.answered(
            FEEDBACK, conversation, self._feedback(conversation, message)
        )

    async def words(self, conversation: Conversation, message: RoomMessage) -> WordsAnswer:
        """Pick words of the message as the engine corrects it. Raises AgentFailedError."""
        return await self._watch.answered(WORDS, conversation, self._words(conversation, message))

    def words_of_reply(
        self, conversation: Conversation, text: str, taken: Sequence[PickedWord]
    ) -> tuple[PickedWord, ...]:
        """Return words of a reply that make two with those `taken`.

        An error is logged and gives none: the reply is written, and these are no reason to lose it.
        """
        try:
            return words_of_engine(conversation, text[:MOST_CHARACTERS], taken)
        except Exception as error:
            log_failure(WORDS, conversation, error)
            return ()

    async def reply(
        self, conversation: Conversation, messages: Sequence[RoomMessage]
    ) -> OfflineReply:
        """Begin the script's reply. Raises AgentFailedError."""
        return self.scripted_reply(conversation, messages, self._watch.started(REPLY))

    def scripted_reply(
        self,
        conversation: Conversation,
        messages: Sequence[RoomMessage],
        ended: Callable[[str], None],
        origin: Origin | None = None,
    ) -> OfflineReply:
        """Begin the script's reply for whoever answers; `ended` is told how it ended.

        `origin` says for whom the script stands in; without it the reply is its own. Raises
        AgentFailedError.
        """
        try:
            text = reply_of_script(conversation, messages, self._random)
            origin = origin or Origin("offline", verdict_on(text, conversation.facts))
        except Exception as error:
            ended("failed")
            raise failed(REPLY, conversation, error) from error
        return OfflineReply(text, pause=self._pause, origin=origin, ended=ended)

    async def _feedback(self, conversation: Conversation, message: RoomMessage) -> FeedbackAnswer:
        facts = conversation.facts
        reading, judgement = read(facts, normalised(message))
        return feedback_of_engine(facts, reading, judgement, Origin("engine", "verified"))

    async def _words(self, conversation: Conversation, message: RoomMessage) -> WordsAnswer:
        text = corrected_text(conversation.facts, normalised(message))
        return WordsAnswer(words_of_engine(conversation, text), Origin("engine", "verified"))
