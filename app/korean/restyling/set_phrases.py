"""Greetings, thanks and the like: phrases that change as a whole between speech styles."""

import re
from dataclasses import dataclass
from functools import cache

from app.korean.reading.quotation import is_quoted, quoted_spans
from app.korean.style import Style
from app.korean.tables import rows_of

_STYLES = (Style.HAPSYO, Style.HAEYO, Style.HAE)


@dataclass(frozen=True, slots=True)
class SetPhrase:
    """One phrase in 합쇼체, 해요체 and 해체 (`forms`), and in 해라체.

    `stiff`: too ceremonious among friends. `always_right`: said in its formal shape to everyone
    (잘 먹겠습니다).
    """

    name: str
    forms: tuple[str, str, str]
    haera: str
    stiff: bool
    always_right: bool

    def in_style(self, style: Style) -> str:
        """Return the phrase in 합쇼체, 해요체, 해라체 or (any other style) 해체."""
        if style is Style.HAERA:
            return self.haera
        return self.forms[_STYLES.index(style) if style in _STYLES else 2]


@dataclass(frozen=True, slots=True)
class PhraseFound:
    """A set phrase at [start, end) of the text, in the style it stands in there."""

    phrase: SetPhrase
    style: Style
    start: int
    end: int


@cache
def set_phrases() -> tuple[SetPhrase, ...]:
    """Return the table of set phrases."""
    return tuple(
        SetPhrase(
            row["name"],
            (row["hapsyo"], row["haeyo"], row["hae"]),
            row["haera"],
            row["stiff"] == "yes",
            row["stiff"] == "always",
        )
        for row in rows_of("set_phrases.tsv")
    )


@cache
def _by_form() -> dict[str, tuple[SetPhrase, Style]]:
    forms: dict[str, tuple[SetPhrase, Style]] = {}
    for phrase in set_phrases():
        for style, form in zip(_STYLES, phrase.forms, strict=True):
            forms.setdefault(form, (phrase, style))
    return forms


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_by_form(), key=len, reverse=True)
    alternatives = "|".join(re.escape(form).replace(r"\ ", " ?") for form in longest_first)
    return re.compile(rf"(?<![가-힣])(?<!줄 )(?:{alternatives})(?![가-힣])")


@cache
def _without_spaces() -> dict[str, tuple[SetPhrase, Style]]:
    return {form.replace(" ", ""): found for form, found in _by_form().items()}


def find_set_phrases(text: str) -> tuple[PhraseFound, ...]:
    """Return the set phrases that stand in `text` (NFC) as words of their own, left to right.

    Quoted ones are not the writer's.
    """
    quoted = quoted_spans(text)
    return tuple(
        PhraseFound(*_without_spaces()[match.group().replace(" ", "")], *match.span())
        for match in _pattern().finditer(text)
        if not is_quoted(quoted, *match.span())
    )
