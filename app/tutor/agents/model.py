"""The agents with a model: the engine goes first, the model after, and the engine checks it."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence

from app.korean import PickedWord
from app.llm import ModelError, Models
from app.tutor.agents.asking import Asking
from app.tutor.agents.engine import EngineAgents
from app.tutor.agents.engine_answers import normalised, shows_distress
from app.tutor.agents.model_feedback import model_feedback
from app.tutor.agents.model_reply import ModelReply
from app.tutor.agents.model_words import model_words
from app.tutor.agents.observing import (
    FEEDBACK,
    REPLY,
    WORDS,
    NothingSaidError,
    Observe,
    Watch,
    failed,
    unobserved,
)
from app.tutor.agents.reply_check import verdict_on
from app.tutor.answers import Conversation, FeedbackAnswer, ReplyStream, WordsAnswer
from app.tutor.ports import RoomMessage
from app.tutor.prompts import conversation_messages

# Less than what a turn waits for feedback and words (8 s), so that the engine's answer is in time.
ANSWER_SECONDS = 7.0


class ModelAgents:
    """The agents that ask models (an `Agents`), with the engine before and behind them."""

    def __init__(
        self,
        models: Models,
        engine: EngineAgents,
        *,
        model_names: Mapping[str, str],
        answer_seconds: float = ANSWER_SECONDS,
        observe: Observe = unobserved,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`models` has routes for `feedback`, `words` and `reply`, `model_names` says to what.

        `answer_seconds` bounds feedback and words, asking again included; `clock` counts seconds.
        Raises ValueError if a route or a name is missing.
        """
        missing = {FEEDBACK, WORDS, REPLY} - (set(models.agents) & set(model_names))
        if missing:
            raise ValueError(f"no route or no model's name for {', '.join(sorted(missing))}")
        self._engine = engine
        self._asking = Asking(models, model_names, answer_seconds)
        self._watch = Watch(observe, clock)

    async def feedback(self, conversation: Conversation, message: RoomMessage) -> FeedbackAnswer:
        """Judge the message by the model, checked by the engine. Raises AgentFailedError."""
        work = model_feedback(self._asking, conversation, message)
        return await self._watch.answered(FEEDBACK, conversation, work)

    async def words(self, conversation: Conversation, message: RoomMessage) -> WordsAnswer:
        """Pick words by the model, checked by the engine. Raises AgentFailedError."""
        work = model_words(self._asking, conversation, message)
        return await self._watch.answered(WORDS, conversation, work)

    def words_of_reply(
        self, conversation: Conversation, text: str, taken: Sequence[PickedWord]
    ) -> tuple[PickedWord, ...]:
        """Return words of a reply that make two with those `taken`, by the engine."""
        return self._engine.words_of_reply(conversation, text, taken)

    async def reply(
        self, conversation: Conversation, messages: Sequence[RoomMessage]
    ) -> ReplyStream:
        """Begin the model's reply; the script replies where the model does not begin to.

        Signs of self-harm, now or in the message before, are answered by the script at once: what
        is said then must not depend on a model. Raises AgentFailedError.
        """
        ended = self._watch.started(REPLY)
        if _is_in_distress(conversation, messages):
            return self._engine.scripted_reply(conversation, messages, ended)
        try:
            return await self._model_reply(conversation, messages, ended)
        except (ModelError, NothingSaidError) as error:
            self._asking.log_replaced(REPLY, conversation, error)
        except asyncio.CancelledError:
            ended("stopped")
            raise
        except Exception as error:
            ended("failed")
            raise failed(REPLY, conversation, error) from error
        origin = self._asking.origin(REPLY, "offline", "replaced")
        return self._engine.scripted_reply(conversation, messages, ended, origin)

    async def _model_reply(
        self,
        conversation: Conversation,
        messages: Sequence[RoomMessage],
        ended: Callable[[str], None],
    ) -> ModelReply:
        facts = conversation.facts
        prompt = conversation_messages(
            persona=facts.persona,
            closeness=facts.closeness,
            level=facts.level,
            learner_name=facts.learner_name,
            exchanges=conversation.exchanges,
            said=[normalised(message) for message in messages],
        )
        return await ModelReply.begin(
            self._asking.models,
            prompt,
            self._asking.call(REPLY, conversation),
            conversation,
            origin=self._asking.origin(REPLY, "model", "unchecked"),
            judge=lambda text: verdict_on(text, facts),
            ended=ended,
        )


def _is_in_distress(conversation: Conversation, messages: Sequence[RoomMessage]) -> bool:
    before = [exchange.learner for exchange in conversation.exchanges[-1:]]
    texts = [*before, *(normalised(message) for message in messages)]
    return any(shows_distress(text) for text in texts)
