import pytest

from app.korean import analyse
from app.korean.grammar.clauses import closes_its_sentence, phrases_before, predicates


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("밥을 먹었어요", ["먹"]),
        ("한국어를 공부해요", ["공부하"]),
        ("공부를 열심히 해요", ["하"]),
        ("공부를 해요", ["하", "공부하"]),
        ("커피를 좋아해요", ["좋아하"]),
        ("뱀을 무서워해요", ["무서워하"]),
        ("학생이 아니에요", ["아니"]),
    ],
)
def test_the_predicates_of_a_text_are_found(text: str, stems: list[str]) -> None:
    found = [one.stem for one in predicates(text, analyse(text))]
    assert set(stems) <= set(found)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("식당에서 밥을 먹어요", [("밥", "을"), ("식당", "에서")]),
        ("저는 친구한테 줬어요", [("친구", "에게"), ("저", "은")]),
        ("커피를 정말 많이 마셔요", [("커피", "을")]),
        ("뭘 먹어요", [("뭐", "을")]),
        ("약 먹어요", [("약", None)]),
        ("가서 먹어요", []),
    ],
)
def test_the_nearest_phrase_comes_first(text: str, phrases: list[tuple[str, str | None]]) -> None:
    morphemes = analyse(text)
    last = list(predicates(text, morphemes))[-1]
    found = [(one.noun, one.particle) for one in phrases_before(text, morphemes, last.head)]
    assert found == phrases


@pytest.mark.parametrize(
    ("text", "closing"),
    [
        ("공부해요", True),
        ("공부하고 있어요", True),
        ("공부할 거예요", True),
        ("공부해야 해요", True),
        ("공부할 수 있어요", True),
        ("공부하러 가요", False),
        ("공부하는 학생이 많아요", False),
        ("공부할 게 있어요", False),
    ],
)
def test_auxiliaries_still_close_a_sentence(text: str, closing: bool) -> None:
    morphemes = analyse(text)
    first = next(iter(predicates(text, morphemes)))
    assert closes_its_sentence(morphemes, first.end) is closing
