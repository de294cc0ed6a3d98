"""Numbers in words: native (하나, 둘) and Sino-Korean (일, 이), read and written up to 99."""

from typing import Final

_UNITS: Final = ("", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉")
_TENS: Final = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_DIGITS: Final = ("", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구")
_BEFORE_COUNTERS: Final = {"하나": "한", "둘": "두", "셋": "세", "넷": "네", "스물": "스무"}
_HIGHEST: Final = 99


def native(number: int) -> str:
    """Return a number from 1 to 99 as it stands before a counter: 세, 스무, 스물한.

    Raises ValueError for another number.
    """
    if not 1 <= number <= _HIGHEST:
        raise ValueError(f"no native number for {number}")
    tens, units = divmod(number, 10)
    last = _UNITS[units] or _TENS[tens]
    return (_TENS[tens] if units else "") + _BEFORE_COUNTERS.get(last, last)


def sino(number: int) -> str:
    """Return a number from 1 to 99 in Sino-Korean: 삼, 이십, 이십일.

    Raises ValueError for another number.
    """
    if not 1 <= number <= _HIGHEST:
        raise ValueError(f"no Sino-Korean number up to {_HIGHEST} for {number}")
    tens, units = divmod(number, 10)
    head = ("" if tens <= 1 else _DIGITS[tens]) + ("십" if tens else "")
    return head + _DIGITS[units]


_NATIVE_VALUES: Final = {
    form: value
    for value in range(1, _HIGHEST + 1)
    for form in (
        native(value),
        _TENS[value // 10] + _UNITS[value % 10],
    )
}
_SINO_VALUES: Final = {sino(value): value for value in range(1, _HIGHEST + 1)}


def native_value(written: str) -> int | None:
    """Return what a native number is worth (spaces aside), None for another word."""
    return _NATIVE_VALUES.get(written.replace(" ", ""))


def sino_value(written: str) -> int | None:
    """Return what a Sino-Korean number is worth (spaces aside), None for another word."""
    return _SINO_VALUES.get(written.replace(" ", ""))
