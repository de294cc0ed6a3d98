"""Asks a model, has its answer checked, and asks once more with the reason if it failed."""

import asyncio
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import msgspec

from app.llm import BadAnswer, Call, Message, ModelError, Models
from app.tutor.agents.observing import ids, log, reason_of
from app.tutor.agents.rejection import RejectedError
from app.tutor.answers import Conversation, Origin
from app.tutor.prompts import PROMPT_VERSION, second_try

D = TypeVar("D", bound=msgspec.Struct)
T = TypeVar("T")


class Asking:
    """The way to the models: what is asked, on whose behalf, and who answered in the end."""

    def __init__(
        self, models: Models, model_names: Mapping[str, str], answer_seconds: float
    ) -> None:
        """`answer_seconds` bounds an answer in a schema, asking again included."""
        self.models = models
        self._model_names = dict(model_names)
        self._answer_seconds = answer_seconds

    async def ask(
        self,
        agent: str,
        conversation: Conversation,
        messages: Sequence[Message],
        schema: type[D],
        check: Callable[[D], T],
    ) -> tuple[T, Origin] | None:
        """Return what `check` makes of the model's answer; None where no answer is accepted.

        `check` gets the draft in NFC and raises RejectedError. An answer that fails, or is none in
        the schema, is asked for once more with the reason. The verdict is `verified` or `repaired`.
        """
        call = self.call(agent, conversation)
        try:
            async with asyncio.timeout(self._answer_seconds):
                answer, verdict = await self._ask_twice(messages, schema, call, check)
        except (RejectedError, ModelError, TimeoutError) as error:
            self.log_replaced(agent, conversation, error)
            return None
        return answer, self.origin(agent, "model", verdict)

    def call(self, agent: str, conversation: Conversation) -> Call:
        """Return for whom an agent asks."""
        facts = conversation.facts
        return Call(agent, facts.user_id, facts.room_id, conversation.turn_id)

    def origin(self, agent: str, source: str, verdict: str) -> Origin:
        """Return the origin of an answer of the agent's model, or of what stands in for it."""
        return Origin(source, verdict, self._model_names[agent], PROMPT_VERSION[agent])

    def log_replaced(self, agent: str, conversation: Conversation, error: Exception) -> None:
        """Log that the agent's model is answered for, with ids and names only."""
        reason = error.fault if isinstance(error, RejectedError) else reason_of(error)
        log.warning("model_answer_replaced", agent=agent, reason=reason, **ids(conversation))

    async def _ask_twice(
        self, messages: Sequence[Message], schema: type[D], call: Call, check: Callable[[D], T]
    ) -> tuple[T, str]:
        draft: D | None = None
        try:
            draft = _in_nfc(await self.models.answer(messages, schema, call))
            return check(draft), "verified"
        except (RejectedError, BadAnswer) as failure:
            reason = failure.reason
        answered = "" if draft is None else msgspec.json.encode(draft).decode()
        again = second_try(messages, answered, reason)
        return check(_in_nfc(await self.models.answer(again, schema, call))), "repaired"


def _in_nfc(draft: D) -> D:
    """Return the draft with every text in NFC, the form in which messages are kept."""
    composed = unicodedata.normalize("NFC", msgspec.json.encode(draft).decode())
    return msgspec.json.decode(composed, type=type(draft))
