import pytest

from app.korean import Degree, Situation, Style
from app.tutor.closeness import CLOSENESS_TABLE, CLOSENESSES, PERSONAS, closeness_of


def test_every_persona_has_three_closenesses() -> None:
    assert set(CLOSENESS_TABLE) == {(one, level) for one in PERSONAS for level in CLOSENESSES}


@pytest.mark.parametrize(
    ("target", "rows"),
    [
        (Style.HAPSYO, {("boss", 1), ("coworker", 1)}),
        (
            Style.HAE,
            {(one, level) for one in ("honey", "sibling") for level in (2, 3)}
            | {("friend", level) for level in CLOSENESSES},
        ),
    ],
)
def test_the_target_is_the_one_of_the_product(target: Style, rows: set[tuple[str, int]]) -> None:
    assert {key for key, row in CLOSENESS_TABLE.items() if row.target is target} == rows


def test_all_other_targets_are_the_polite_style() -> None:
    others = [
        row for row in CLOSENESS_TABLE.values() if row.target not in {Style.HAPSYO, Style.HAE}
    ]
    assert {row.target for row in others} == {Style.HAEYO}


def test_the_target_of_a_row_is_that_of_its_relation() -> None:
    assert all(row.target is row.relation.target for row in CLOSENESS_TABLE.values())


def test_every_row_tells_the_learner_what_it_is_and_how_to_speak() -> None:
    for row in CLOSENESS_TABLE.values():
        assert all((row.label_ko, row.label_en, row.speak_ko, row.speak_en)), row


@pytest.mark.parametrize(
    ("persona", "styles"),
    [
        ("friend", [Style.HAE, Style.HAE, Style.HAE]),
        ("honey", [Style.HAEYO, Style.HAE, Style.HAE]),
        ("sibling", [Style.HAE, Style.HAE, Style.HAE]),
        ("coworker", [Style.HAPSYO, Style.HAEYO, Style.HAEYO]),
        ("senior", [Style.HAEYO, Style.HAE, Style.HAE]),
        ("boss", [Style.HAEYO, Style.HAEYO, Style.HAEYO]),
        ("stranger", [Style.HAEYO, Style.HAEYO, Style.HAEYO]),
    ],
)
def test_the_tutor_speaks_to_the_learner_as_the_persona_does(
    persona: str, styles: list[Style]
) -> None:
    assert [closeness_of(persona, level).tutor_style for level in CLOSENESSES] == styles


def test_no_situation_is_both_wrong_and_a_suggestion() -> None:
    for row in CLOSENESS_TABLE.values():
        assert not row.relation.wrong & row.relation.suggested, row


def test_both_directions_are_mistakes() -> None:
    boss, friend = closeness_of("boss", 1).relation, closeness_of("friend", 3).relation
    assert boss.degree(Situation.PLAIN_THROUGHOUT) is Degree.WRONG
    assert friend.degree(Situation.FORMAL_ONCE) is Degree.WRONG
    assert friend.degree(Situation.STIFF_GREETING) is Degree.WRONG


def test_every_situation_is_worth_something_to_someone() -> None:
    rows = [row.relation for row in CLOSENESS_TABLE.values()]
    worthless = [one for one in Situation if all(row.degree(one) is None for row in rows)]
    assert worthless == []


@pytest.mark.parametrize(("persona", "closeness"), [("friend", 0), ("friend", 4), ("teacher", 1)])
def test_an_unknown_row_is_an_error(persona: str, closeness: int) -> None:
    with pytest.raises(KeyError):
        closeness_of(persona, closeness)
