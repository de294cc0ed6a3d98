"""Every persona at every closeness has a description for its player and its listener."""

import itertools

import pytest

from app.tutor.closeness import CLOSENESSES, PERSONAS, closeness_of
from app.tutor.personas import persona_of
from app.tutor.prompts.character import character, listener

EVERYONE = list(itertools.product(PERSONAS, CLOSENESSES))


@pytest.mark.parametrize(("persona", "closeness"), EVERYONE)
def test_a_character_has_its_name_and_the_style_of_the_table(persona: str, closeness: int) -> None:
    text = character(persona, closeness)
    assert persona_of(persona).name in text
    assert closeness_of(persona, closeness).tutor_style.name_ko in text


@pytest.mark.parametrize(("persona", "closeness"), EVERYONE)
def test_a_listener_is_described_with_the_target_style(persona: str, closeness: int) -> None:
    text = listener(persona, closeness)
    assert closeness_of(persona, closeness).target.name_ko in text
    assert persona_of(persona).addresses[closeness - 1] in text


def test_no_two_rooms_have_the_same_character() -> None:
    assert len({character(*one) for one in EVERYONE}) == len(EVERYONE)


def test_the_partner_is_warm_and_never_sexual_or_jealous() -> None:
    text = character("honey", 3)
    assert "never in anything sexual" in text
    assert "no jealousy" in text


@pytest.mark.parametrize("persona", ["senior", "boss"])
def test_superiors_talk_neither_of_alcohol_nor_of_bodies(persona: str) -> None:
    assert "No alcohol, no dating, nothing about looks or bodies" in character(persona, 1)


def test_an_unknown_persona_is_an_error() -> None:
    with pytest.raises(KeyError):
        character("nobody", 1)
