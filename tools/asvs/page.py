"""docs/asvs.md, from the verdicts in docs/asvs/."""

from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from tools.asvs.requirements import Chapter, Requirement, Verdict, chapters, in_order

_INTRODUCTION = """\
# OWASP ASVS 5.0.0, level 2

The [Application Security Verification Standard](https://github.com/OWASP/ASVS) is OWASP's list of
what a secure web application does; version 5.0.0 has 345 requirements in 17 chapters. Held against
here are all of level 1 (70) and level 2 (183); the 92 of level 3 are not. Numbers and titles are
the standard's, © The OWASP Foundation, [CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/);
what is asked is told in our own words and shortened: the standard itself decides.

- **met**: it holds today, and every test that is named shows it or a part of it.
- **not applicable**: the product has nothing that it could be about, for the reason given.
- **open**: it does not hold yet, or nothing shows it; what is missing is said.

Made from `docs/asvs/` by `make docs`. `tests/docs/test_asvs.py` fails where a requirement is
missing or doubled, a named test is gone, a *met* names no test, or a reason is missing.
"""

_VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def asvs_page() -> str:
    """Return the whole page."""
    return page(chapters())


def page(verdicts: Sequence[Chapter]) -> str:
    """Return the page of these chapters: the counts, then each with its requirements."""
    lines = [*_counts(verdicts), *(line for chapter in verdicts for line in _section(chapter))]
    return f"{_INTRODUCTION}\n" + "\n".join(lines) + "\n"


def _counts(verdicts: Sequence[Chapter]) -> Iterator[str]:
    yield from ("## Where it stands", "", "Requirements of level 1 + level 2:", "")
    yield f"| chapter | {' | '.join(_VERDICTS)} | together |"
    yield f"| --- | {' | '.join('---' for _ in _VERDICTS)} | --- |"
    for chapter in verdicts:
        name = f"[V{chapter.number} {chapter.title}](#{_anchor(chapter)})"
        yield f"| {name} | {_row(chapter.requirements.values())} |"
    everything = [one for chapter in verdicts for one in chapter.requirements.values()]
    yield f"| **all** | {_row(everything)} |"


def _row(requirements: Iterable[Requirement]) -> str:
    all_of_them = list(requirements)
    of_each = ([one for one in all_of_them if one.verdict == verdict] for verdict in _VERDICTS)
    return " | ".join(_by_level(some) for some in (*of_each, all_of_them))


def _by_level(requirements: Sequence[Requirement]) -> str:
    first = sum(one.level == 1 for one in requirements)
    return f"{first} + {len(requirements) - first}" if requirements else "–"


def _section(chapter: Chapter) -> Iterator[str]:
    yield from ("", f"## {_heading(chapter)}", "")
    yield "| id | level | verdict | what is asked | how |"
    yield "| --- | --- | --- | --- | --- |"
    for identifier in sorted(chapter.requirements, key=in_order):
        one = chapter.requirements[identifier]
        how = "<br>".join((one.how, *(f"`{test}`" for test in one.tests)))
        verdict = "**open**" if one.verdict == "open" else one.verdict
        cells = (identifier, str(one.level), verdict, one.asks, how)
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _heading(chapter: Chapter) -> str:
    return f"V{chapter.number} {chapter.title}"


def _anchor(chapter: Chapter) -> str:
    return _heading(chapter).lower().replace(",", "").replace(" ", "-")
