"""One question to a model: who asks what, and where."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from app.llm.parameters import parameters
from app.llm.route import Call, Message, Route
from app.llm.upstream import Body, Upstream


@dataclass(frozen=True, slots=True)
class Request:
    """What is the same for every attempt of a call."""

    call: Call
    route: Route
    upstream: Upstream
    messages: Sequence[Message]

    @property
    def prompt_bytes(self) -> int:
        """The prompt's length in UTF-8."""
        return sum(len(message.content.encode()) for message in self.messages)

    def send(self, *, stream: bool, extra: dict[str, object]) -> AbstractAsyncContextManager[Body]:
        """Send it once with `extra` in its body; see Upstream.completion."""
        return self.upstream.completion(
            self.call.agent,
            self.route.model,
            self.messages,
            stream=stream,
            parameters=parameters(self.route) | extra,
        )
