"""The page counts the verdicts by level, and shows each with its reason and tests."""

from tools.asvs.page import page
from tools.asvs.requirements import Chapter, Requirement

MET = Requirement(level=1, verdict="met", asks="This | that", how="So", tests=["tests/a::one"])
OPEN = Requirement(level=2, verdict="open", asks="More", how="Not yet")
PAGE = page(
    [
        Chapter(1, "Encoding and Such", {"1.1.10": OPEN, "1.1.9": MET}),
        Chapter(2, "Validation", {"2.1.1": OPEN}),
    ]
)


def test_each_chapter_and_all_together_are_counted_by_verdict_and_level() -> None:
    assert "| chapter | met | not applicable | open | together |" in PAGE
    name = "[V1 Encoding and Such](#v1-encoding-and-such)"
    assert f"| {name} | 1 + 0 | – | 0 + 1 | 1 + 1 |" in PAGE
    assert "| **all** | 1 + 0 | – | 0 + 2 | 1 + 2 |" in PAGE


def test_a_chapter_shows_its_requirements_in_their_order_with_reason_and_tests() -> None:
    section = PAGE.partition("## V1 Encoding and Such\n")[2].partition("\n## ")[0]
    assert section.splitlines()[3:] == [
        "| 1.1.9 | 1 | met | This \\| that | So<br>`tests/a::one` |",
        "| 1.1.10 | 2 | **open** | More | Not yet |",
    ]
