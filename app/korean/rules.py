"""The named rules of the engine: what kind of mistake each is about, and why, in two languages.

They are data, `data/rules/*.toml`, one file a family; `docs/korean/` is made from them.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.korean.edit import Degree, Kind
from app.korean.tables import DATA

_FOLDER = DATA / "rules"
_FIRST = re.compile(r"(?:\(\?<[=!][^()]*\))+([가-힣]|\[[가-힣 ]+\])(?!\?)")
_BEHIND = re.compile(r"\(\?<=([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A spelling found by its letters alone: what `match` matches becomes `becomes`.

    `casual` is the degree among friends, where natives write it for fun or as they speak; None
    leaves it alone there.
    """

    match: re.Pattern[str]
    becomes: str
    degree: Degree
    casual: Degree | None


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence in which the rule fires, and the whole sentence as it is then.

    `listener` ("boss 1") says who listens, where the rule depends on it; `target` is the style
    asked for, where the rule is one of rewriting. Both are empty for rules of `check`.
    """

    was: str
    becomes: str
    listener: str
    target: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that an edit can name, and its explanation for the learner.

    `learners` are the first languages whose speakers make this mistake; empty: everybody's.
    `silent` are right sentences that look like the mistake and must not be touched.
    """

    name: str
    family: str
    kind: Kind
    why_ko: str
    why_en: str
    learners: tuple[str, ...]
    examples: tuple[Example, ...]
    silent: tuple[str, ...]
    patterns: tuple[Pattern, ...]


@cache
def rules() -> dict[str, Rule]:
    """Return every rule by name, in the order of the files and within them.

    Raises ValueError when two rules have one name.
    """
    found: dict[str, Rule] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["rule"]:
            if row["name"] in found:
                raise ValueError(f"{path.name}: there is a rule {row['name']} already")
            found[row["name"]] = _rule(path.stem, row)
    return found


def rule_named(name: str) -> Rule:
    """Return the rule of this name; raises KeyError when there is none."""
    return rules()[name]


def _rule(family: str, row: dict[str, Any]) -> Rule:
    return Rule(
        name=row["name"],
        family=family,
        kind=Kind(row["kind"]),
        why_ko=row["why_ko"],
        why_en=row["why_en"],
        learners=tuple(row.get("learners", ())),
        examples=tuple(
            Example(one["was"], one["becomes"], one.get("listener", ""), one.get("target", ""))
            for one in row.get("examples", ())
        ),
        silent=tuple(row.get("silent", ())),
        patterns=tuple(_pattern(one) for one in row.get("patterns", ())),
    )


def _pattern(row: dict[str, str]) -> Pattern:
    degree = row.get("degree", "wrong")
    casual = row.get("casual", degree)
    return Pattern(
        match=_compiled(row["match"]),
        becomes=row["becomes"],
        degree=Degree(degree),
        casual=None if casual == "none" else Degree(casual),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern; its first letter is looked at before what stands in front of it."""
    first = _FIRST.match(pattern)
    ahead = f"(?={first.group(1)})" if first is not None else ""
    return re.compile(ahead + _BEHIND.sub(_one_width_each, pattern))


def _one_width_each(behind: re.Match[str]) -> str:
    """Let what stands before a match be words of several lengths, which `re` refuses."""
    words = behind.group(1).split("|")
    return "(?:" + "|".join(f"(?<={word})" for word in words) + ")"
