from app.korean import Degree, Relation, Situation, Style


def test_a_situation_is_worth_what_its_set_says_and_else_nothing() -> None:
    relation = Relation(
        Style.HAE,
        wrong=frozenset({Situation.DANGSIN}),
        suggested=frozenset({Situation.POLITE_YES}),
    )
    assert relation.degree(Situation.DANGSIN) is Degree.WRONG
    assert relation.degree(Situation.POLITE_YES) is Degree.SUGGESTION
    assert relation.degree(Situation.NEO) is None


def test_a_relation_is_a_value() -> None:
    assert Relation(Style.HAEYO) == Relation(Style.HAEYO)
    assert len({Relation(Style.HAEYO), Relation(Style.HAEYO)}) == 1
