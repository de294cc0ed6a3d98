"""A dictionary word is found in the forms that it takes in a text."""

import pytest

from app.tutor.agents.lemmas import find_word, holds_only


@pytest.mark.parametrize(
    ("lemma", "text", "place"),
    [
        ("날씨", "오늘 날씨가 좋아요", "날씨"),
        ("덥다", "더워서 힘들어요", "더워"),
        ("듣다", "음악을 들었어요", "들"),
        ("공부하다", "열심히 공부했어요", "공부했"),
        ("따뜻하다", "따뜻한 물 주세요", "따뜻한"),
        ("좋아하다", "저는 커피를 좋아해요", "좋아하"),
        ("모르다", "잘 몰라요", "몰"),
        ("마음에 들다", "이 옷이 마음에 들어요", "마음에 들"),
        ("스트레스를 받다", "요즘 스트레스 받아요", "스트레스 받"),
        ("열심히", "열심히 할게", "열심히"),
    ],
)
def test_words_are_found_in_their_forms(lemma: str, text: str, place: str) -> None:
    found = find_word(lemma, text)
    assert len(found) == 1
    assert text[found[0].start : found[0].end][: len(place) - 1] == place[:-1]


@pytest.mark.parametrize(
    ("lemma", "text"),
    [
        ("학", "학교에 가요"),
        ("바보", "오늘 날씨가 좋아요"),
        ("듣다", "마음에 들어요"),
        ("!", "뭐?"),
    ],
)
def test_other_words_are_not_found(lemma: str, text: str) -> None:
    assert find_word(lemma, text) == ()


def test_every_place_is_found() -> None:
    assert [one.start for one in find_word("친구", "친구가 친구를 만났어")] == [0, 4]


def test_a_stretch_holds_the_word_with_its_particle_but_no_second_word() -> None:
    text = "날씨가 너무 더워서 힘들어요"
    (weather,) = find_word("날씨", text)
    assert holds_only(weather, text, 0, 3)
    assert not holds_only(weather, text, 0, 6)
    assert not holds_only(weather, text, 0, 1)
