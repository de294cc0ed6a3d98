"""How a room opens, and what is said when the closeness moves."""

import re
from itertools import permutations, product
from random import Random

import pytest

from app.korean import Style, check, detect, load
from app.tutor.closeness import CLOSENESSES, PERSONAS, closeness_of
from app.tutor.greetings import closeness_ritual, greeting

ROOMS = list(product(PERSONAS, CLOSENESSES))
MOVES = [(persona, *move) for persona in PERSONAS for move in permutations(CLOSENESSES, 2)]
PLAIN = {Style.HAE, Style.HAERA, Style.NONE}
POLITE = {Style.HAEYO, Style.HAPSYO, Style.NONE}


@pytest.fixture(scope="module", autouse=True)
def korean() -> None:
    load()


def greetings(persona: str, closeness: int, name: str) -> set[str]:
    return {greeting(persona, closeness, name, Random(seed)).text for seed in range(60)}


@pytest.mark.parametrize(("persona", "closeness"), ROOMS)
def test_there_are_at_least_three_greetings(persona: str, closeness: int) -> None:
    assert len(greetings(persona, closeness, "톰")) >= 3


@pytest.mark.parametrize(("persona", "closeness"), ROOMS)
def test_a_greeting_is_in_the_style_of_the_persona(persona: str, closeness: int) -> None:
    fitting = PLAIN if closeness_of(persona, closeness).tutor_style is Style.HAE else POLITE
    for text in greetings(persona, closeness, "톰"):
        assert {sentence.style for sentence in detect(text).sentences} <= fitting, text
        assert not check(text), text


@pytest.mark.parametrize(("persona", "closeness"), ROOMS)
def test_a_greeting_is_short_enough_for_a_beginner(persona: str, closeness: int) -> None:
    for text in greetings(persona, closeness, "톰"):
        sentences = [part for part in re.split(r"(?<=[.!?])\s", text) if part]
        assert len(sentences) <= 2, text
        assert all(len(sentence.split()) <= 9 for sentence in sentences), text
        assert text.count("?") <= 1, text


@pytest.mark.parametrize(("persona", "closeness"), ROOMS)
def test_without_a_name_no_slot_is_left_open(persona: str, closeness: int) -> None:
    for text in greetings(persona, closeness, ""):
        assert "{" not in text
        assert not text.startswith((",", " "))


def test_the_guidance_is_the_line_of_the_closeness_table() -> None:
    said = greeting("boss", 1, "톰", Random(1))
    assert said.guidance_en == closeness_of("boss", 1).speak_en
    assert said.guidance_ko == closeness_of("boss", 1).speak_ko


def test_the_learner_is_greeted_by_name() -> None:
    assert any(text.startswith("사라야,") for text in greetings("friend", 2, "사라"))


@pytest.mark.parametrize(("persona", "before", "after"), MOVES)
def test_every_move_of_the_closeness_has_its_ritual(persona: str, before: int, after: int) -> None:
    said = {closeness_ritual(persona, before, after, "톰", Random(seed)) for seed in range(40)}
    assert len(said) >= 2
    assert not any("{" in text for text in said)


def test_coming_closer_drops_the_formalities_aloud() -> None:
    said = {closeness_ritual("honey", 1, 2, "톰", Random(seed)) for seed in range(40)}
    assert any("말 놓을까요?" in text for text in said)
    said = {closeness_ritual("coworker", 1, 2, "톰", Random(seed)) for seed in range(40)}
    assert any("말씀 편하게 하세요" in text for text in said)


def test_the_stranger_opens_the_new_scene_instead() -> None:
    said = {closeness_ritual("stranger", 3, 2, "톰", Random(seed)) for seed in range(40)}
    assert any("여기는 길이에요" in text for text in said)


@pytest.mark.parametrize(("before", "after"), [(2, 2), (0, 1), (3, 4)])
def test_a_move_that_is_none_is_an_error(before: int, after: int) -> None:
    with pytest.raises(ValueError, match="closeness moves"):
        closeness_ritual("friend", before, after, "톰", Random(1))
