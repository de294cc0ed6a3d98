"""Words that honour by themselves (드시다, 드리다, 말씀) and the plain words they stand for."""

from dataclasses import dataclass
from functools import cache

from app.korean.tables import rows_of

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
    rows = rows_of("honorific_verbs.tsv")
    return {(row["plain"], row["tag"]): row["honorific"] for row in rows}


@cache
def plain_verbs() -> dict[str, str]:
    """Return the stem of a verb with -(으)시- in it to its plain stem: 계시 to 있."""
    return {honorific: plain for (plain, _), honorific in reversed(honorific_verbs().items())}


@cache
def plain_words() -> dict[Pair, PlainWord]:
    """Return an honorific word (form, tag) to the plain one."""
    return {
        (row["honorific"], row["tag"]): PlainWord(
            row["plain"], row["plain_tag"] or row["tag"], row["honours"]
        )
        for row in rows_of("honorific_words.tsv")
    }
