"""Choosing among lines: what fits, what is fresh, what comes first."""

from dataclasses import replace
from itertools import product
from random import Random

import pytest

from app.tutor.address import Address
from app.tutor.closeness import CLOSENESSES, PERSONAS
from app.tutor.offline.line import Line, Register
from app.tutor.offline.voice import Voice, register_of

FRIEND = Voice("friend", "민준", 3, Address("톰아", "톰"), 1, (), Random(1))
YES, SURE, EATEN, OWN = (
    Line.of(row)
    for row in (
        ["응.", "네."],
        ["그럼!", "그럼요!"],
        ["{noun} 먹었구나.", "{noun} 먹었군요."],
        {"only": ["friend"], "plain": "야, 응."},
    )
)


def test_every_persona_has_a_register_at_every_closeness() -> None:
    registers = {room: register_of(*room) for room in product(PERSONAS, CLOSENESSES)}
    assert registers["friend", 1] is Register.PLAIN
    assert registers["honey", 1] is Register.POLITE
    assert registers["sibling", 1] is Register.PLAIN
    assert registers["coworker", 1] is Register.FORMAL
    assert registers["coworker", 2] is Register.HONORIFIC
    assert registers["coworker", 3] is Register.POLITE
    assert registers["senior", 1] is Register.POLITE
    assert registers["senior", 2] is Register.PLAIN
    assert {registers["boss", closeness] for closeness in CLOSENESSES} == {Register.POLITE}
    assert {registers["stranger", scene] for scene in CLOSENESSES} == {Register.HONORIFIC}


def test_an_unknown_persona_is_an_error() -> None:
    with pytest.raises(KeyError):
        register_of("teacher", 1)


def test_the_first_layer_with_a_fresh_line_is_taken() -> None:
    assert FRIEND.fresh((), (YES,), (SURE,)) == "응."
    assert FRIEND.after("응.").fresh((YES,), (SURE,)) == "그럼!"
    assert FRIEND.after("응.", "그럼!").fresh((YES,), (SURE,)) is None


def test_a_line_that_takes_up_the_noun_goes_first() -> None:
    assert FRIEND.about("비빔밥").fresh((YES, SURE, EATEN)) == "비빔밥 먹었구나."
    assert FRIEND.fresh((EATEN,)) is None


def test_a_line_of_the_personas_own_goes_before_anybodys() -> None:
    assert FRIEND.fresh((YES, SURE, OWN)) == "야, 응."


def test_when_all_was_said_the_one_said_longest_ago_comes_again() -> None:
    assert FRIEND.after("응.", "그럼!").say((YES, SURE)) == "응."
    assert FRIEND.after("그럼!", "응.").say((YES, SURE)) == "그럼!"


def test_no_line_at_all_is_an_error() -> None:
    with pytest.raises(LookupError):
        FRIEND.say((EATEN,))


def test_close_friends_laugh_in_writing_and_nobody_laughs_at_a_question() -> None:
    assert FRIEND.laughing("좋다!") == "좋다 ㅋㅋㅋ"
    assert FRIEND.laughing("좋아?") == "좋아?"
    assert replace(FRIEND, closeness=1).laughing("좋다!") == "좋다!"
    assert replace(FRIEND, persona="boss").laughing("좋네요!") == "좋네요!"
