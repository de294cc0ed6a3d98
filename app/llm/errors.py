"""What can go wrong between an agent and its model.

Every message names the agent and what to do about it, and none repeats a key, a prompt or what an
upstream said: upstreams quote keys and prompts in their errors.
"""

from app.llm.usage import Outcome

_ADVICE = {
    400: "check this agent's model and its limits: the upstream did not accept the request",
    401: "check the API key of this agent's route",
    403: "check what the API key of this agent's route is allowed to do",
    404: "check the model's name and the base URL of this agent's route",
    408: "try again later, the upstream ran out of time",
    413: "send less: the request is too large for the upstream",
    422: "check this agent's model and its limits: the upstream did not accept the request",
    429: "try again later, or raise the quota with the provider",
}


class ModelError(Exception):
    """A model call that gave no usable answer. `outcome` is what the ledger says of it."""

    outcome: Outcome

    def __init__(self, agent: str, message: str) -> None:
        super().__init__(f"{agent}: {message}")
        self.agent = agent


class Unreachable(ModelError):  # noqa: N818 - named for what happened
    """No connection, or it broke before the answer was complete."""

    outcome = Outcome.UNREACHABLE

    def __init__(self, agent: str, host: str, reason: str) -> None:
        advice = "check the base URL of this agent's route and that its server runs"
        super().__init__(agent, f"{host} is out of reach ({reason}); {advice}")
        self.host = host
        self.reason = reason


class Refused(ModelError):  # noqa: N818 - named for what happened
    """The upstream answered with an HTTP error, or reported one inside its stream.

    `status` is the HTTP status (500 for an error inside a stream that names none), `code` the
    upstream's own word for it if it gave one, `retry_after` the seconds it asked to wait, and
    `should_retry` what it said of trying again (the `x-should-retry` header).
    """

    outcome = Outcome.REFUSED

    def __init__(
        self,
        agent: str,
        host: str,
        status: int,
        *,
        code: str | None = None,
        retry_after: float | None = None,
        should_retry: bool | None = None,
    ) -> None:
        fallback = "try again later" if status >= 500 else "check this agent's route"
        named = f" ({code})" if code else ""
        super().__init__(agent, f"{host} answered {status}{named}; {_ADVICE.get(status, fallback)}")
        self.host = host
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.should_retry = should_retry


class DeadlinePassed(ModelError):  # noqa: N818 - named for what happened
    """The first token, or the whole answer, did not come within the route's seconds."""

    outcome = Outcome.DEADLINE

    def __init__(self, agent: str, host: str, seconds: float, *, awaited: str) -> None:
        advice = "answer without it, or give this agent's route a longer deadline"
        super().__init__(agent, f"{host} gave no {awaited} within {seconds:g} s; {advice}")
        self.host = host
        self.seconds = seconds


class BadAnswer(ModelError):  # noqa: N818 - named for what happened
    """The model answered, but not what was asked for. `reason` may be told to it when asking again.

    The reason has places and types of the schema in it, never the answer's text.
    """

    def __init__(self, agent: str, reason: str, *, outcome: Outcome = Outcome.BAD_ANSWER) -> None:
        super().__init__(
            agent, f"{reason}; ask again with this reason, or answer without the model"
        )
        self.reason = reason
        self.outcome = outcome
