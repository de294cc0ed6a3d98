"""Each way in which the verdicts could be wrong is said with the requirement's id."""

import msgspec
import pytest

from tools.asvs.faults import faults
from tools.asvs.requirements import Chapter, Requirement

LEVELS = {"1.1.1": 1, "1.1.2": 2}
MET = Requirement(level=1, verdict="met", asks="Something", how="So", tests=["tests/a::one"])
OPEN = Requirement(level=2, verdict="open", asks="Something", how="Not yet")


def said(*given: Chapter) -> list[str]:
    return faults(given, LEVELS, lambda name: name == "tests/a::one")


def one_chapter(**requirements: Requirement) -> Chapter:
    all_of_them = {"1.1.1": MET, "1.1.2": OPEN, **requirements}
    return Chapter(1, "Encoding", all_of_them)


def test_where_all_is_said_there_is_no_fault() -> None:
    assert said(one_chapter()) == []


def test_what_is_missing_is_said() -> None:
    assert said(Chapter(1, "Encoding", {"1.1.2": OPEN})) == ["1.1.1: missing"]


def test_what_stands_twice_is_said() -> None:
    twice = said(one_chapter(), Chapter(2, "Validation", {"1.1.2": OPEN}))
    assert twice == ["1.1.2: stands in two chapters", "1.1.2: not of chapter 2"]


def test_what_the_standard_does_not_ask_is_said() -> None:
    unknown = said(one_chapter(**{"1.1.3": OPEN}))
    assert unknown == ["1.1.3: not a requirement of level 1 or 2"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"level": 2}, "of level 1, not 2"),
        ({"asks": " "}, "does not say what is asked"),
        ({"how": ""}, "met without a reason"),
        ({"how": "", "verdict": "not applicable"}, "not applicable without a reason"),
        ({"how": "", "verdict": "open"}, "open without a reason"),
        ({"tests": []}, "met, and no test shows it"),
        ({"tests": ["tests/a::one", "tests/a::one"]}, "names a test twice"),
        ({"tests": ["tests/a::gone"]}, "there is no test tests/a::gone"),
        ({"tests": ["tests/a::gone"], "verdict": "open"}, "there is no test tests/a::gone"),
    ],
)
def test_a_faulty_verdict_is_said(change: dict[str, object], fault: str) -> None:
    changed = msgspec.structs.replace(MET, **change)
    assert said(one_chapter(**{"1.1.1": changed})) == [f"1.1.1: {fault}"]
