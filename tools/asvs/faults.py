"""What is wrong with the verdicts: requirements dropped, tests that are gone, reasons not given."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from tools.asvs.requirements import Chapter, Requirement, in_order


def faults(
    chapters: Sequence[Chapter], levels: Mapping[str, int], is_a_test: Callable[[str], bool]
) -> list[str]:
    """Return a line for each fault; `levels` are all the requirements that there must be."""
    given = Counter(identifier for chapter in chapters for identifier in chapter.requirements)
    missing = levels.keys() - given.keys()
    found = [f"{identifier}: missing" for identifier in sorted(missing, key=in_order)]
    found += [f"{identifier}: stands in two chapters" for identifier, n in given.items() if n > 1]
    for chapter in chapters:
        for identifier, requirement in chapter.requirements.items():
            found += [
                f"{identifier}: {fault}"
                for fault in (
                    *_misplaced(identifier, requirement, chapter.number, levels),
                    *_unproven(requirement, is_a_test),
                )
            ]
    return found


def _misplaced(
    identifier: str, requirement: Requirement, chapter: int, levels: Mapping[str, int]
) -> Iterator[str]:
    if identifier not in levels:
        yield "not a requirement of level 1 or 2"
        return
    if in_order(identifier)[0] != chapter:
        yield f"not of chapter {chapter}"
    if requirement.level != levels[identifier]:
        yield f"of level {levels[identifier]}, not {requirement.level}"


def _unproven(requirement: Requirement, is_a_test: Callable[[str], bool]) -> Iterator[str]:
    if not requirement.asks.strip():
        yield "does not say what is asked"
    if not requirement.how.strip():
        yield f"{requirement.verdict} without a reason"
    if requirement.verdict == "met" and not requirement.tests:
        yield "met, and no test shows it"
    if len(set(requirement.tests)) < len(requirement.tests):
        yield "names a test twice"
    for test in requirement.tests:
        if not is_a_test(test):
            yield f"there is no test {test}"
