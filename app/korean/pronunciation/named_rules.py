"""The named rules of pronunciation, and what each says, in two languages."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Final

from app.korean.tables import DATA

_FILE: Final = DATA / "pronunciation" / "rules.toml"


@dataclass(frozen=True, slots=True)
class PronunciationRule:
    """A rule that `romanise` can name.

    `article` is where the Standard Pronunciation (표준 발음법) says it; `examples` are pairs of
    what is written and how it is pronounced.
    """

    name: str
    article: str
    en: str
    ko: str
    examples: tuple[tuple[str, str], ...]


@cache
def pronunciation_rules() -> dict[str, PronunciationRule]:
    """Return every rule by name, in the order in which they are taught."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["rule"]
    return {
        row["name"]: PronunciationRule(
            name=row["name"],
            article=row["article"],
            en=row["en"],
            ko=row["ko"],
            examples=tuple((written, said) for written, said in row["examples"]),
        )
        for row in rows
    }
