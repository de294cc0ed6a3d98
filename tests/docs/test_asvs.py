"""Each requirement of ASVS 5.0.0, level 1 and 2, has a verdict, and what it names is there."""

from collections import Counter
from pathlib import Path

from tools.asvs.faults import faults
from tools.asvs.named_tests import is_a_test
from tools.asvs.requirements import chapters

# Every requirement of level 1 and 2 with its level, so that none can be dropped silently.
LEVELS = {
    identifier: int(level)
    for identifier, level in (
        line.split("\t")
        for line in (Path(__file__).parent / "asvs_levels.tsv").read_text().splitlines()
    )
}


def test_level_two_means_253_requirements() -> None:
    assert Counter(LEVELS.values()) == {1: 70, 2: 183}


def test_every_requirement_has_its_verdict_reason_and_tests() -> None:
    assert faults(chapters(), LEVELS, is_a_test) == []


def test_every_chapter_is_there_in_its_order() -> None:
    assert [chapter.number for chapter in chapters()] == list(range(1, 18))
