import pytest

from app.korean.grammar.numerals import native, native_value, sino, sino_value


@pytest.mark.parametrize(
    ("number", "counted", "read"),
    [
        (1, "한", "일"),
        (2, "두", "이"),
        (4, "네", "사"),
        (5, "다섯", "오"),
        (10, "열", "십"),
        (11, "열한", "십일"),
        (20, "스무", "이십"),
        (21, "스물한", "이십일"),
        (30, "서른", "삼십"),
        (99, "아흔아홉", "구십구"),
    ],
)
def test_a_number_is_written_both_ways(number: int, counted: str, read: str) -> None:
    assert (native(number), sino(number)) == (counted, read)


@pytest.mark.parametrize("number", range(1, 100))
def test_what_is_written_is_read_again(number: int) -> None:
    assert native_value(native(number)) == number
    assert sino_value(sino(number)) == number


def test_the_full_form_counts_the_same() -> None:
    assert [native_value(one) for one in ("하나", "열 하나", "스물", "스물둘")] == [1, 11, 20, 22]


def test_another_word_is_no_number() -> None:
    assert native_value("사과") is None
    assert sino_value("백") is None


@pytest.mark.parametrize("number", [0, 100])
def test_only_up_to_99(number: int) -> None:
    with pytest.raises(ValueError, match="no "):
        native(number)
    with pytest.raises(ValueError, match="no "):
        sino(number)
