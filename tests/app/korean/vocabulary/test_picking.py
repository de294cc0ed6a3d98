import pytest

from app.korean import pick_words


def test_a_word_stands_literally_in_the_text() -> None:
    text = "😀 회의 자료를 준비했습니다"
    found = pick_words(text, limit=9)
    assert [one.lemma for one in found] == ["회의", "자료", "준비하다"]
    assert all(text[one.start : one.end] == one.surface for one in found)
    assert found[-1].surface == "준비했습니다"


def test_at_most_as_many_words_as_asked_for_in_the_order_of_the_text() -> None:
    text = "회의 자료를 준비했습니다"
    assert len(pick_words(text)) == 2
    assert [one.start for one in pick_words(text, limit=3)] == sorted(
        one.start for one in pick_words(text, limit=3)
    )
    assert pick_words(text, limit=0) == []


def test_known_words_are_left_out() -> None:
    text = "친구를 만났어요"
    known = frozenset({"친구"})
    assert [one.lemma for one in pick_words(text, known)] == ["만나다"]


def test_the_learners_level_decides_what_is_worth_learning() -> None:
    text = "요즘 스트레스를 많이 받아서 힘들어요"
    assert [one.lemma for one in pick_words(text, learner_level=2, limit=1)] == ["스트레스"]
    assert [one.lemma for one in pick_words(text, learner_level=1, limit=1)] == ["힘들다"]


def test_the_commonest_words_are_never_offered() -> None:
    assert pick_words("나는 너를 해요. 있어요.") == []


@pytest.mark.parametrize("text", ["", "hello", "ㅋㅋㅋ", "쭈꾸미뽀짝"])
def test_a_text_without_known_words_gives_none(text: str) -> None:
    assert pick_words(text) == []


def test_a_word_brings_its_meaning_and_example() -> None:
    (word,) = pick_words("주말에", limit=1)
    assert (word.part_of_speech, word.level, word.sense_en) == ("noun", 1, "weekend")
    assert "주말" in word.example
