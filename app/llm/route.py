"""Where an agent's questions go, what is asked, and on whose behalf."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Route:
    """One agent's way to a model: any OpenAI-compatible endpoint, its model and its limits.

    Deadlines are seconds from the call's start, retries included; `first_token_deadline` is for
    streamed replies. `attempts` bounds how often a request is sent. `temperature` None leaves it
    to the model; models that refuse it are not sent it. `price_provider` names the provider whose
    prices hold (an id of genai-prices, such as "openai") where the base URL does not tell: a
    gateway. An empty `api_key` sends no key: a server of one's own.
    """

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    temperature: float | None = None
    max_tokens: int = 1024
    first_token_deadline: float = 10.0
    deadline: float = 60.0
    attempts: int = 3
    price_provider: str | None = None

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("a route's base URL starts with http:// or https:// and names a host")
        if "@" in parts.netloc or parts.query or parts.fragment:
            raise ValueError(
                "a route's base URL has no credentials or query: the key goes beside it"
            )
        if not (self.api_key.isascii() and self.api_key.isprintable()) or " " in self.api_key:
            raise ValueError("a route's API key is printable ASCII without spaces")
        if min(self.max_tokens, self.attempts, self.first_token_deadline, self.deadline) <= 0:
            raise ValueError("a route's limits are greater than 0")

    @property
    def host(self) -> str:
        """The base URL's host and port, as messages and the ledger name it."""
        return urlsplit(self.base_url).netloc


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Call:
    """Which agent asks, and for whom: it chooses the route, the rest is handed to the ledger."""

    agent: str
    user_id: UUID | None = None
    room_id: UUID | None = None
    turn_id: UUID | None = None
