import pytest

from app.korean import analyse
from app.korean.vocabulary.names import is_place, names_of_people


def _names(text: str) -> str:
    """Return what is a name, in pieces or not."""
    morphemes = analyse(text)
    return "".join(morphemes[index].form for index in sorted(names_of_people(morphemes)))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("민준아, 밥 먹었어?", "민준"),
        ("김민수 씨는 회사원이에요.", "김민수"),
        ("마이클에게 줬어요.", "마이클"),
        ("김 과장님, 안녕하세요?", "김"),
        ("하늘 씨는 언제 와요?", "하늘"),
        ("저는 박서준입니다.", "박서준"),
    ],
)
def test_names_of_people_are_told_by_what_stands_around_them(text: str, names: str) -> None:
    assert _names(text) == names


@pytest.mark.parametrize(
    "text", ["수원에 살아요.", "하늘이 파래요.", "현대에 다녀요.", "조식 포함인가요?", "경지", ""]
)
def test_what_only_sounds_like_a_name_is_none(text: str) -> None:
    assert _names(text) == ""


def test_a_place_is_known_by_the_table() -> None:
    assert is_place("수원")
    assert not is_place("민준")
