"""The seeded personas."""

import pytest

from app.korean import Style, detect, load
from app.korean.particles import final_consonant
from app.tutor.closeness import CLOSENESSES, closeness_of
from app.tutor.closeness import PERSONAS as KEYS
from app.tutor.personas import PERSONAS, Persona, persona_of

# What the columns of the table `personas` hold.
LONGEST_NAME = 40
LONGEST_RANK = 80


@pytest.fixture(scope="module", autouse=True)
def korean() -> None:
    load()


def test_they_come_in_the_order_of_the_closeness_table() -> None:
    assert tuple(persona.key for persona in PERSONAS) == KEYS


def test_a_partner_is_for_adults_and_everyone_else_from_fourteen() -> None:
    assert {persona.key: persona.minimum_age for persona in PERSONAS} == {
        key: 19 if key == "honey" else 14 for key in KEYS
    }


def test_one_name_ends_in_a_consonant_and_one_in_a_vowel() -> None:
    assert {final_consonant(persona.name) for persona in PERSONAS} == {True, False}


def test_everything_fits_its_column() -> None:
    for persona in PERSONAS:
        assert 0 < len(persona.name) <= LONGEST_NAME
        assert 0 < len(persona.address) <= LONGEST_NAME
        assert 0 < len(persona.rank_ko) <= LONGEST_RANK
        assert 0 < len(persona.rank_en) <= LONGEST_RANK
        assert persona.description_ko
        assert persona.description_en


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.key)
def test_each_asks_what_to_call_the_learner_in_its_own_style(persona: Persona) -> None:
    for closeness, question in zip(CLOSENESSES, persona.asks_name, strict=True):
        polite = closeness_of(persona.key, closeness).tutor_style is not Style.HAE
        assert question.endswith("?")
        assert detect(question).style.polite is polite, question


def test_the_learner_is_told_how_to_address_each_at_every_closeness() -> None:
    assert persona_of("friend").addresses == ("민준아", "민준아", "민준아")
    assert persona_of("senior").addresses == ("선배님", "선배", "선배")
    assert persona_of("boss").address == "부장님"


def test_an_unknown_persona_is_an_error() -> None:
    with pytest.raises(KeyError):
        persona_of("teacher")
