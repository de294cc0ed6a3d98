import pytest

from app.korean.reading.clauses import has_subject, last_clause, last_clause_has_subject
from app.korean.reading.sentences import Sentence, sentences


def _sentence(text: str) -> Sentence:
    (only,) = sentences(text)
    return only


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("비가 오니까 우산 가져가", "우산"),
        ("늦으면 먼저 먹어", "먼저"),
        ("밥 먹고 싶어", "밥"),
        ("집에 가", "집"),
    ],
)
def test_the_last_clause_begins_after_the_last_ending_that_joins(text: str, first: str) -> None:
    assert last_clause(_sentence(text))[0].form == first


def test_a_marked_noun_is_a_subject() -> None:
    assert has_subject(_sentence("친구가 왔어"))
    assert not has_subject(_sentence("밥 먹었어"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("비가 오니까 우산 가져가세요", False),
        ("저는 괜찮으니까 앉으세요", False),
        ("아버지는 바쁘셔서 못 오세요", True),
        ("할머니께서 편찮으셔서 병원에 계세요", True),
        ("친구가 와요", True),
    ],
)
def test_a_topic_is_the_subject_of_all_clauses_but_the_speaker(text: str, named: bool) -> None:
    assert last_clause_has_subject(_sentence(text)) is named
