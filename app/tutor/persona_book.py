"""Who can be talked to, how old one must be for it, and how they open a conversation."""

from dataclasses import dataclass
from random import Random

from app.platform.clock import Clock
from app.platform.errors import NotFound
from app.tutor.greetings import closeness_ritual, greeting
from app.tutor.models import Persona, PersonaCloseness
from app.tutor.schemas import ClosenessShown, PersonaShown

PARTNER = "honey"


@dataclass(frozen=True, slots=True)
class Line:
    """Something a persona says of its own accord."""

    text: str
    guidance_en: str = ""
    guidance_ko: str = ""


class PersonaBook:
    """Reads the seeded personas; the age of each is theirs, that of a partner a setting."""

    def __init__(self, *, clock: Clock, partner_age: int, random: Random) -> None:
        self._clock = clock
        self._partner_age = partner_age
        self._random = random

    async def allows(self, persona: str, *, birth_year: int) -> bool:
        """Say whether a learner of that age may talk to `persona`. Raises `NotFound`."""
        row = await Persona.filter(key=persona).first()
        if row is None:
            raise NotFound("there is no such persona: GET /api/v1/personas lists them")
        return self._is_old_enough(row, birth_year)

    async def list(self, birth_year: int) -> list[PersonaShown]:
        """Return everyone a learner born in that year may talk to."""
        levels: dict[str, list[ClosenessShown]] = {}
        for row in await PersonaCloseness.all().order_by("level"):
            levels.setdefault(row.persona_id, []).append(_closeness(row))
        rows = await Persona.all().order_by("position")
        return [
            _persona(row, levels[row.key]) for row in rows if self._is_old_enough(row, birth_year)
        ]

    def _is_old_enough(self, row: Persona, birth_year: int) -> bool:
        least = self._partner_age if row.key == PARTNER else row.minimum_age
        # Only the year is known: whoever may still have the birthday ahead counts as younger.
        return self._clock.now().year - birth_year - 1 >= least

    def greeting(self, persona: str, closeness: int, *, learner_name: str) -> Line:
        """Return how the persona opens a room."""
        said = greeting(persona, closeness, learner_name, self._random)
        return Line(said.text, said.guidance_en, said.guidance_ko)

    def ritual(self, persona: str, before: int, after: int, *, learner_name: str) -> Line:
        """Return what the persona says when the closeness moves."""
        return Line(closeness_ritual(persona, before, after, learner_name, self._random))


def _closeness(row: PersonaCloseness) -> ClosenessShown:
    return ClosenessShown(
        level=row.level,
        target=row.target,
        label_ko=row.label_ko,
        label_en=row.label_en,
        manner_ko=row.manner_ko,
        manner_en=row.manner_en,
        address=row.address,
    )


def _persona(row: Persona, closenesses: list[ClosenessShown]) -> PersonaShown:
    return PersonaShown(
        key=row.key,
        name=row.name,
        age=row.age,
        rank_ko=row.rank_ko,
        rank_en=row.rank_en,
        description_ko=row.description_ko,
        description_en=row.description_en,
        closenesses=closenesses,
    )
