import pytest

from app.korean import utf16_offset


def test_korean_counts_the_same_on_both_sides() -> None:
    assert utf16_offset("밥 먹었어?", 4) == 4


def test_an_emoji_counts_two_units() -> None:
    assert [utf16_offset("😀밥", index) for index in range(3)] == [0, 2, 3]


def test_the_offset_is_where_the_encoded_text_has_the_character() -> None:
    text = "가😀나👍🏽다"
    for index in range(len(text) + 1):
        assert utf16_offset(text, index) == len(text[:index].encode("utf-16-le")) // 2


@pytest.mark.parametrize("index", [-1, 3])
def test_a_position_outside_the_text_is_refused(index: int) -> None:
    with pytest.raises(IndexError):
        utf16_offset("밥!", index)
