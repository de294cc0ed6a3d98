"""Whom a learner may talk to: as seeded, and from which age on."""

from random import Random

import pytest

from app.platform.clock import Clock
from app.platform.errors import NotFound
from app.tutor.closeness import CLOSENESSES, closeness_of
from app.tutor.models import Persona, PersonaCloseness
from app.tutor.persona_book import PersonaBook
from app.tutor.personas import PERSONAS

pytestmark = pytest.mark.usefixtures("database")

KEYS = [one.key for one in PERSONAS]
LEVELS = [(one.key, level) for one in PERSONAS for level in CLOSENESSES]


@pytest.fixture
def book(clock: Clock) -> PersonaBook:
    return PersonaBook(clock=clock, partner_age=19, random=Random(7))


def born(clock: Clock, age: int) -> int:
    """Return the year of birth of someone who was that old when this year began."""
    return clock.now().year - age - 1


@pytest.mark.parametrize("position", range(len(PERSONAS)), ids=KEYS)
async def test_a_persona_is_seeded_as_it_is_described(position: int) -> None:
    described = PERSONAS[position]
    row = await Persona.get(key=described.key)
    seeded = {name: getattr(row, name) for name in row._meta.db_fields}
    names = seeded.keys() - {"position"}
    assert seeded == {"position": position + 1} | {one: getattr(described, one) for one in names}


@pytest.mark.parametrize(("key", "level"), LEVELS)
async def test_a_closeness_is_seeded_as_the_one_table_says(key: str, level: int) -> None:
    row = await PersonaCloseness.get(persona_id=key, level=level)
    said = closeness_of(key, level)
    described = next(one for one in PERSONAS if one.key == key)
    assert (row.target, row.label_ko, row.label_en, row.manner_ko, row.manner_en, row.address) == (
        said.target.value,
        said.label_ko,
        said.label_en,
        said.speak_ko,
        said.speak_en,
        described.addresses[level - 1],
    )


async def test_nobody_else_is_seeded() -> None:
    assert [row.key for row in await Persona.all().order_by("position")] == KEYS
    assert await PersonaCloseness.all().count() == len(LEVELS)


async def test_an_adult_may_talk_to_everyone_in_order(book: PersonaBook, clock: Clock) -> None:
    shown = await book.list(born(clock, 30))
    assert [one.key for one in shown] == KEYS
    assert all([one.level for one in persona.closenesses] == [1, 2, 3] for persona in shown)


@pytest.mark.parametrize(("age", "may"), [(18, False), (19, True)])
async def test_a_partner_is_for_those_old_enough(
    book: PersonaBook, clock: Clock, age: int, may: bool
) -> None:
    assert await book.allows("honey", birth_year=born(clock, age)) is may
    assert ("honey" in [one.key for one in await book.list(born(clock, age))]) is may


async def test_whose_birthday_may_be_ahead_counts_as_younger(
    book: PersonaBook, clock: Clock
) -> None:
    assert not await book.allows("honey", birth_year=clock.now().year - 19)


async def test_the_age_for_a_partner_is_a_setting(clock: Clock) -> None:
    stricter = PersonaBook(clock=clock, partner_age=21, random=Random(7))
    assert not await stricter.allows("honey", birth_year=born(clock, 20))


async def test_a_persona_that_is_not_there_is_not_found(book: PersonaBook) -> None:
    with pytest.raises(NotFound, match="/api/v1/personas"):
        await book.allows("robot", birth_year=1990)


@pytest.mark.parametrize(("key", "level"), LEVELS)
def test_everyone_opens_a_conversation_with_a_way_to_speak(
    book: PersonaBook, key: str, level: int
) -> None:
    line = book.greeting(key, level, learner_name="샘")
    assert line.text
    assert line.guidance_en
    assert line.guidance_ko


def test_everyone_says_something_when_the_closeness_moves(book: PersonaBook) -> None:
    for key in KEYS:
        assert book.ritual(key, 1, 2, learner_name="샘").text
        assert book.ritual(key, 3, 2, learner_name="샘").text
