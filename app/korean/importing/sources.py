"""The open dictionaries that can be imported: their names, licences and where each is kept."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Source:
    """A dictionary by others; `key` names its file among the imported ones."""

    key: str
    name: str
    licence: str


KRDICT: Final = Source(
    "krdict", "한국어기초사전 (National Institute of Korean Language)", "CC BY-SA 2.0 KR"
)
HUNSPELL: Final = Source(
    "hunspell-dict-ko", "한국어기초사전 by way of hunspell-dict-ko", "CC BY-SA 4.0"
)
KENGDIC: Final = Source("kengdic", "kengdic", "MPL 2.0 or LGPL 2.0 or later")

# In the order in which their entries are shown.
SOURCES: Final = (KRDICT, HUNSPELL, KENGDIC)
