"""Looks at a finished reply: whether the persona kept its style, its level and its rules."""

from typing import Final

from app.korean import Style, detect
from app.tutor.agents.observing import REPLY
from app.tutor.closeness import closeness_of
from app.tutor.offline.safety import concern
from app.tutor.offline.said import Act
from app.tutor.ports import RoomFacts
from app.tutor.prompts import repeats_instructions

_PLAIN: Final = frozenset({Style.HAE, Style.HAERA, Style.NONE})
_POLITE: Final = frozenset({Style.HAEYO, Style.HAPSYO, Style.NONE})
# Plain speech into which they may mix 해요체 (product.md, Personas and closeness).
_MAY_BE_POLITE: Final = frozenset({"honey", "senior"})
_NEVER_SAID: Final = frozenset({Act.SEXUAL, Act.CONTACT, Act.ABUSE})
_LEAST_CONFIDENCE: Final = 0.9
# More than a reply of 300 tokens has in any language. Reading takes the event loop 20 µs for each,
# and an upstream may speak on, whatever it was asked for.
MOST_CHARACTERS: Final = 2_000
# Two sentences of about eight words, and a few for "about".
_BEGINNER_WORDS: Final = 20


def verdict_on(text: str, facts: RoomFacts) -> str:
    """Return `verified`, or `slipped` where anything slipped."""
    found = slips(text, persona=facts.persona, closeness=facts.closeness, level=facts.level)
    return "slipped" if found else "verified"


def slips(text: str, *, persona: str, closeness: int, level: str) -> tuple[str, ...]:
    """Return what the reply got wrong, by name: `style`, `language`, `length`, `rules`.

    The learner has read it already, so this is for figures only (intelligence.md, Grounding).
    What is longer than any reply may be is not read: that is its fault.
    """
    if len(text) > MOST_CHARACTERS:
        return ("length",)
    found = []
    reading = detect(text)
    if not reading.korean:
        found.append("language")
    spoken = {
        one.style
        for one in reading.sentences
        if one.confidence >= _LEAST_CONFIDENCE or one.style is Style.NONE
    }
    if not spoken <= _fitting(persona, closeness):
        found.append("style")
    if level == "beginner" and len(text.split()) > _BEGINNER_WORDS:
        found.append("length")
    if concern(text) in _NEVER_SAID or repeats_instructions(REPLY, text):
        found.append("rules")
    return tuple(found)


def _fitting(persona: str, closeness: int) -> frozenset[Style]:
    style = closeness_of(persona, closeness).tutor_style
    if style.polite:
        return _POLITE
    return _PLAIN | {Style.HAEYO} if persona in _MAY_BE_POLITE else _PLAIN
