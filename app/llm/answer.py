"""One answer in a schema: asked for, read whole, decoded strictly."""

from typing import TypeVar

import msgspec

from app.llm.answer_format import AnswerFormat
from app.llm.attempt import Attempt
from app.llm.completions import Completion, decode_completion, outcome_of
from app.llm.deadlines import Deadline
from app.llm.errors import BadAnswer
from app.llm.request import Request
from app.llm.usage import Outcome

S = TypeVar("S", bound=msgspec.Struct)

_LONGEST_BYTES = 4 << 20
_UNFINISHED = {
    Outcome.LENGTH: "the answer was cut at the limit of tokens",
    Outcome.FILTERED: "the upstream's content filter withheld the answer",
}


async def ask(request: Request, attempt: Attempt, wanted: AnswerFormat[S], deadline: Deadline) -> S:
    """Make one attempt at an answer. Raises Unreachable, Refused, DeadlinePassed or BadAnswer."""
    with attempt.failing():
        raw = await deadline.limit(_read_whole(request, attempt, wanted))
        answer = _decode(raw, request, attempt, wanted)
        attempt.end(Outcome.COMPLETE)
        return answer


async def _read_whole(request: Request, attempt: Attempt, wanted: AnswerFormat[S]) -> bytes:
    extra: dict[str, object] = {"response_format": wanted.response_format}
    whole = bytearray()
    async with request.send(stream=False, extra=extra) as body:
        attempt.answered = True
        while chunk := await body.read():
            whole += chunk
            if len(whole) > _LONGEST_BYTES:
                raise BadAnswer(request.call.agent, f"the answer is over {_LONGEST_BYTES} bytes")
    return bytes(whole)


def _decode(raw: bytes, request: Request, attempt: Attempt, wanted: AnswerFormat[S]) -> S:
    agent = request.call.agent
    try:
        completion = decode_completion(raw)
    except (msgspec.DecodeError, UnicodeError):
        raise BadAnswer(agent, "what the upstream sent is no completion") from None
    text = _text(completion, request, attempt)
    try:
        return wanted.decode(text)
    except ValueError as error:
        raise BadAnswer(agent, str(error)) from None


def _text(completion: Completion, request: Request, attempt: Attempt) -> str:
    agent = request.call.agent
    if completion.error is not None:
        code, kind = completion.error.code, completion.error.type
        raise request.upstream.refused_within(agent, code, kind)
    if completion.usage is not None:
        attempt.reported = completion.usage.counts()
    if not completion.choices:
        raise BadAnswer(agent, "the upstream sent no choice")
    choice = completion.choices[0]
    attempt.count(choice.message.content or "")
    outcome = outcome_of(choice.finish_reason)
    if outcome in _UNFINISHED:
        raise BadAnswer(agent, _UNFINISHED[outcome], outcome=outcome)
    if choice.message.refusal:
        raise BadAnswer(agent, "the model refused to answer")
    return choice.message.content or ""
