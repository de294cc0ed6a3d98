"""Words that honour by themselves (드시다, 드리다, 말씀) and the plain words they stand for."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PlainWord:
    """The plain word (form and tag) for an honorific one.

    `honours`: subject (계시다), object (드리다, said of what the speaker does), noun (말씀) or
    company (모시다, plain only before another verb: 데리고).
    """

    form: str
    tag: str
    honours: str


@cache
def honorific_verbs() -> dict[Pair, str]:
    """Return plain (stem, tag) to the verb that honours its subject: 먹 to 드시."""
    with (_FOLDER / "honorific_verbs.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {(row["plain"], row["tag"]): row["honorific"] for row in rows}


@cache
def plain_verbs() -> dict[str, str]:
    """Return the stem of a verb with -(으)시- in it to its plain stem: 계시 to 있."""
    return {honorific: plain for (plain, _), honorific in reversed(honorific_verbs().items())}


@cache
def plain_words() -> dict[Pair, PlainWord]:
    """Return an honorific word (form, tag) to the plain one."""
    with (_FOLDER / "honorific_words.tsv").open(encoding="utf-8", newline="") as file:
        return {
            (row["honorific"], row["tag"]): PlainWord(
                row["plain"], row["plain_tag"] or row["tag"], row["honours"]
            )
            for row in csv.DictReader(file, delimiter="\t")
        }
