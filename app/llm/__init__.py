"""The one door to models: any OpenAI-compatible endpoint, accounted for call by call."""

from app.llm.client import Models
from app.llm.errors import BadAnswer, DeadlinePassed, ModelError, Refused, Unreachable
from app.llm.reply import Reply
from app.llm.route import Call, Message, Route
from app.llm.usage import Outcome, TokenCounts, Usage, UsageSink

__all__ = [
    "BadAnswer",
    "Call",
    "DeadlinePassed",
    "Message",
    "ModelError",
    "Models",
    "Outcome",
    "Refused",
    "Reply",
    "Route",
    "TokenCounts",
    "Unreachable",
    "Usage",
    "UsageSink",
]
