"""A line of the script: registers, slots, and finding it again in what was said."""

import pytest

from app.tutor.offline.line import Line, Register, ScriptError, Template


def test_a_list_is_plain_polite_honorific_formal() -> None:
    line = Line.of(["가.", "가요.", "가세요.", "가십니다."])
    assert [line.templates[register].text for register in Register] == [
        "가.",
        "가요.",
        "가세요.",
        "가십니다.",
    ]


def test_a_missing_honorific_is_the_polite_and_a_missing_formal_the_honorific() -> None:
    line = Line.of(["가.", "가요."])
    assert line.templates[Register.HONORIFIC].text == "가요."
    assert line.templates[Register.FORMAL].text == "가요."


def test_plain_never_stands_for_polite() -> None:
    assert set(Line.of({"plain": "가."}).templates) == {Register.PLAIN}


@pytest.mark.parametrize(
    "row", [[], {}, "가.", 3, {"plain": "가.", "loud": "가!"}, {"only": ["boss"]}]
)
def test_a_row_that_is_not_well_formed_is_refused(row: object) -> None:
    with pytest.raises(ScriptError):
        Line.of(row)


@pytest.mark.parametrize("text", ["{nuon}?", "{noun", "{noun+을}"])
def test_a_slot_nobody_fills_is_refused(text: str) -> None:
    with pytest.raises(ScriptError):
        Template.of(text)


def test_a_line_is_only_for_whom_it_names() -> None:
    boss = Line.of({"only": ["boss"], "polite": "그래요."})
    others = Line.of({"never": ["boss"], "polite": "네."})
    hard = Line.of({"level": 2, "polite": "그러게 말이에요."})
    assert boss.template("boss", Register.POLITE, 1)
    assert not boss.template("friend", Register.POLITE, 1)
    assert not others.template("boss", Register.POLITE, 1)
    assert not hard.template("boss", Register.POLITE, 1)
    assert hard.template("boss", Register.POLITE, 2)


@pytest.mark.parametrize(
    ("noun", "said"),
    [("커피", "커피를 마셔요, 커피!"), ("물", "물을 마셔요, 물!"), ("TV", "TV를 마셔요, TV!")],
)
def test_particles_fit_the_noun(noun: str, said: str) -> None:
    assert Template.of("{noun+을/를} 마셔요, {noun}!").fill({"noun": noun}) == said


def test_a_noun_of_unknown_sound_fits_only_where_no_particle_follows() -> None:
    assert not Template.of("{noun+을/를} 봐요.").fits({"noun": "Netflix"})
    assert Template.of("{noun}? 좋아요.").fits({"noun": "Netflix"})
    assert not Template.of("{noun}? 좋아요.").fits({"noun": ""})


@pytest.mark.parametrize(
    ("text", "spoken", "found"),
    [
        ("{noun}? 맛있겠다!", "비빔밥? 맛있겠다! 너는?", True),
        ("{noun}? 맛있겠다!", "비빔밥, 맛있겠다!", True),
        ("오, 좋다!", "오, 좋다 ㅋㅋ 뭐 먹었어?", True),
        ("너는?", "그런데 너는?", True),
        ("너는?", "너는 어때?", False),
        ("응, 그래.", "아니, 응, 그래서.", False),
        ("좋아.", "안좋아.", False),
    ],
)
def test_a_line_is_found_in_what_was_said(text: str, spoken: str, *, found: bool) -> None:
    assert bool(Template.of(text).spoken.search(spoken)) is found
