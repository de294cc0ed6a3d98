"""All that a scripted reply depends on."""

from dataclasses import dataclass
from enum import IntEnum

from app.tutor.address import Address
from app.tutor.offline.thread import Exchange

_STRANGER = "stranger"


class Level(IntEnum):
    """The learner's level, as far as the script tells them apart."""

    BEGINNER = 1
    INTERMEDIATE = 2
    ADVANCED = 3


@dataclass(frozen=True, slots=True)
class ScriptContext:
    """Who speaks to whom, what was said now and before; the oldest exchange comes first."""

    persona: str
    persona_name: str
    closeness: int
    text: str
    address: Address
    level: Level = Level.BEGINNER
    exchanges: tuple[Exchange, ...] = ()

    @property
    def scene(self) -> int | None:
        """The scene a stranger is met in, which is what their closeness means."""
        return self.closeness if self.persona == _STRANGER else None
