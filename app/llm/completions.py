"""What a chat completion looks like on the wire, as much of it as is read.

OpenAI's `chat.completion` and `chat.completion.chunk` objects. Unknown fields are skipped while
decoding, a reasoning model's `reasoning_content` among them.
"""

from typing import Annotated

from msgspec import Meta, Struct
from msgspec.json import Decoder

from app.llm.usage import Outcome, TokenCounts

_Count = Annotated[int, Meta(ge=0)]


class PromptTokensDetails(Struct, gc=False):
    """How the prompt's tokens divide."""

    cached_tokens: _Count | None = None


class ReportedUsage(Struct, gc=False):
    """`usage`: what the upstream counted."""

    prompt_tokens: _Count = 0
    completion_tokens: _Count = 0
    prompt_tokens_details: PromptTokensDetails | None = None

    def counts(self) -> TokenCounts:
        """Return the same for the ledger. Cached tokens are a part of the prompt's."""
        details = self.prompt_tokens_details
        cached = (details.cached_tokens or 0) if details else 0
        return TokenCounts(
            self.prompt_tokens, min(cached, self.prompt_tokens), self.completion_tokens
        )


class ReportedError(Struct, gc=False):
    """`error` in the place of an answer, with whatever types the server gives its fields."""

    code: int | str | None = None
    type: str | None = None


class Text(Struct, gc=False):
    """`message` or `delta`: the text, or the model's refusal to answer in the schema."""

    content: str | None = None
    refusal: str | None = None


class ChunkChoice(Struct, gc=False):
    """The one choice of a streamed chunk."""

    delta: Text | None = None
    finish_reason: str | None = None


class Chunk(Struct, gc=False):
    """One event of a stream. The last one before `[DONE]` has no choices, but `usage`."""

    choices: list[ChunkChoice] = []
    usage: ReportedUsage | None = None
    error: ReportedError | None = None


class CompletionChoice(Struct, gc=False):
    """The one choice of an answer that was not streamed."""

    message: Text
    finish_reason: str | None = None


class Completion(Struct, gc=False):
    """A whole answer."""

    choices: list[CompletionChoice] = []
    usage: ReportedUsage | None = None
    error: ReportedError | None = None


decode_chunk = Decoder(Chunk).decode
decode_completion = Decoder(Completion).decode

_OUTCOMES = {"length": Outcome.LENGTH, "content_filter": Outcome.FILTERED}


def outcome_of(finish_reason: str | None) -> Outcome:
    """Tell what a finish reason means to whoever asked."""
    return _OUTCOMES.get(finish_reason or "", Outcome.COMPLETE)
