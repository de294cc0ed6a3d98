"""What the agents answer, whoever gave it: a model that was checked, or the engine."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from app.korean import Edit, PickedWord
from app.tutor.ports import RoomFacts, RoomMessage


@dataclass(frozen=True, slots=True)
class Origin:
    """Who answered and how it fared: kept with every answer (intelligence.md, Grounding).

    `source` is `model`, `engine` (feedback and words) or `offline` (replies); `verdict` is
    `verified`, `repaired` (asked again once), `replaced` (by the engine), `slipped` (a reply off
    its style) or `unchecked`.
    """

    source: str
    verdict: str
    model: str | None = None
    prompt_version: str | None = None


@dataclass(frozen=True, slots=True)
class FeedbackAnswer:
    """The judgement of one message. Edits stand in code points of the NFC text."""

    status: str
    target: str
    detected: str
    corrected: str
    edits: tuple[Edit, ...]
    feedback_en: str
    feedback_ko: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class WordsAnswer:
    """At most two words of the message; the reply's words are added by the engine."""

    words: tuple[PickedWord, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the learner said (one or several messages) and what the persona answered."""

    learner: str
    persona: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that the agents may know: the room, the learner, what was said before."""

    facts: RoomFacts
    turn_id: UUID
    exchanges: tuple[Exchange, ...]
    known_words: frozenset[str]


class ReplyStream(Protocol):
    """A reply as it comes. Closing it early ends the request upstream."""

    def __aiter__(self) -> AsyncIterator[str]:
        """Iterate over pieces of text, none splitting a grapheme, NFC as they stream."""
        ...

    async def aclose(self) -> None:
        """Stop it."""
        ...

    @property
    def origin(self) -> Origin:
        """Who answers; the verdict is known when the stream has ended."""
        ...


class Agents(Protocol):
    """The three that answer a message. Each raises `AgentFailedError` where it cannot."""

    async def feedback(self, conversation: Conversation, message: RoomMessage) -> FeedbackAnswer:
        """Judge the message."""
        ...

    async def words(self, conversation: Conversation, message: RoomMessage) -> WordsAnswer:
        """Pick words of the corrected message."""
        ...

    def words_of_reply(
        self, conversation: Conversation, text: str, taken: Sequence[PickedWord]
    ) -> tuple[PickedWord, ...]:
        """Fill up to two words with those of the reply (by the engine)."""
        ...

    async def reply(
        self, conversation: Conversation, messages: Sequence[RoomMessage]
    ) -> ReplyStream:
        """Begin the reply; raises where not even its first token comes."""
        ...


class AgentFailedError(Exception):
    """An agent has no answer; `reason` is a short name, such as `deadline` or `unreachable`."""

    def __init__(self, agent: str, reason: str) -> None:
        super().__init__(f"{agent}: {reason}")
        self.agent = agent
        self.reason = reason
