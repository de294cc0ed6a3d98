"""Each error names the agent and what to do."""

import pytest

from app.llm import BadAnswer, DeadlinePassed, ModelError, Outcome, Refused, Unreachable


@pytest.mark.parametrize(
    ("error", "message", "outcome"),
    [
        (
            Unreachable("words", "host:1", "Connection refused"),
            "words: host:1 is out of reach (Connection refused); "
            "check the base URL of this agent's route and that its server runs",
            Outcome.UNREACHABLE,
        ),
        (
            Refused("words", "host:1", 401, code="invalid_api_key"),
            "words: host:1 answered 401 (invalid_api_key); check the API key of this agent's route",
            Outcome.REFUSED,
        ),
        (
            Refused("words", "host:1", 418),
            "words: host:1 answered 418; check this agent's route",
            Outcome.REFUSED,
        ),
        (
            Refused("words", "host:1", 529),
            "words: host:1 answered 529; try again later",
            Outcome.REFUSED,
        ),
        (
            DeadlinePassed("words", "host:1", 8.0, awaited="answer"),
            "words: host:1 gave no answer within 8 s; "
            "answer without it, or give this agent's route a longer deadline",
            Outcome.DEADLINE,
        ),
        (
            BadAnswer("words", "Expected `str`"),
            "words: Expected `str`; ask again with this reason, or answer without the model",
            Outcome.BAD_ANSWER,
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_it_says_who_what_and_what_to_do(error: ModelError, message: str, outcome: Outcome) -> None:
    assert (error.agent, str(error), error.outcome) == ("words", message, outcome)


def test_a_bad_answer_may_tell_the_ledger_more() -> None:
    assert BadAnswer("words", "cut", outcome=Outcome.LENGTH).outcome is Outcome.LENGTH
