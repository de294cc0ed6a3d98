import pytest

from app.korean import analyse
from app.korean.vocabulary.constructions import carries_grammar_only


def _grammar(text: str) -> list[str]:
    morphemes = analyse(text)
    return [
        one.form for index, one in enumerate(morphemes) if carries_grammar_only(morphemes, index)
    ]


@pytest.mark.parametrize(
    ("text", "grammar"),
    [
        ("먹어 보고 싶어요", ["보", "싶"]),
        ("갈 수 없어요", ["없"]),
        ("비가 올 것 같아요", ["같"]),
        ("가지 못했어요", ["못", "하"]),
        ("먹으면 안 돼요", ["되"]),
        ("만나기로 했어요", ["하"]),
    ],
)
def test_verbs_that_only_carry_grammar_are_told(text: str, grammar: list[str]) -> None:
    assert _grammar(text) == grammar


@pytest.mark.parametrize(
    "text", ["시간이 없어요", "둘이 같아요", "어떻게 됐어요?", "못 갔어요", "김밥을 만드는 법"]
)
def test_the_same_verbs_are_words_elsewhere(text: str) -> None:
    assert _grammar(text) == []
