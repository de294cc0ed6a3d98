"""The words of the ledger."""

from app.llm import Outcome


def test_outcomes_are_spelled_as_the_ledger_keeps_them() -> None:
    assert {str(outcome) for outcome in Outcome} == {
        "complete",
        "length",
        "filtered",
        "cancelled",
        "unreachable",
        "refused",
        "deadline",
        "bad_answer",
    }
