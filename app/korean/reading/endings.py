"""What each final ending says: its speech style and the family of endings it belongs to."""

from dataclasses import dataclass
from functools import cache

from app.korean.style import Style
from app.korean.tables import rows_of

_POLITE_PARTICLES = ("요", "여")
# 이야 has a polite twin of its own (이에요); 음슴체 has none.
_WITHOUT_POLITE_TWIN = frozenset({"copula", "clipped", "dialect"})


@dataclass(frozen=True, slots=True)
class EndingSense:
    """The style an ending has, its family (statement, question, promise …), and if that is sure.

    Endings that also stand for another style (-네, -나, -군) or also join clauses (-는데, -고) are
    not sure.
    """

    style: Style
    family: str
    sure: bool


@cache
def ending_senses() -> dict[str, EndingSense]:
    """Return the table of final endings by Kiwi's form (`ᆸ니다`, `어요`).

    Each ending of 해체 that takes 요 (여, as people type it) is there with it, too.
    """
    table = {
        row["ending"]: EndingSense(Style(row["style"]), row["family"], row["sure"] == "yes")
        for row in rows_of("endings.tsv")
    }
    for form, sense in list(table.items()):
        if sense.style is Style.HAE and sense.family not in _WITHOUT_POLITE_TWIN:
            for particle in _POLITE_PARTICLES:
                table.setdefault(form + particle, EndingSense(Style.HAEYO, sense.family, sure=True))
    return table
