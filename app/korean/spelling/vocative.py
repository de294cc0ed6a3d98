"""A name that is called: 아 after a consonant, 야 after a vowel (민준아, 지우야)."""

import re
from typing import Final

from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.patch import Change, Reason
from app.korean.spelling.syllables import final_of
from app.korean.vocabulary.names import is_common_given_name

# Who is called is named first, and something is said to them.
_CALLED: Final = re.compile(r"(?:^|(?<=[.!?] ))([가-힣]{2})([아야])(?=[,!~]? [가-힣])")


def vocative_errors(text: str, _: tuple[Morpheme, ...] = ()) -> list[Change]:
    """Find common given names that are called with the wrong one of 아 and 야."""
    found: list[Change] = []
    for match in _CALLED.finditer(text):
        name, written = match.groups()
        becomes = "아" if final_of(name) else "야"
        if written != becomes and is_common_given_name(name):
            reason = Reason("vocative-by-sound", Degree.WRONG)
            found.append(Change(match.start(2), match.end(2), becomes, (reason,)))
    return found
