import pytest

from app.korean import analyse
from app.korean.homographs import stem_of


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("서울에 사세요?", "살"),
        ("길에서 파는 빵", "팔"),
        ("아는 사람", "알"),
        ("하늘을 나는 새", "날"),
        ("가방 좀 들어 주세요", "들"),
        ("사과를 사세요", None),
        ("땅을 파는 개", None),
        ("음악을 들어요", None),
        ("만 원에 사는 책", None),
    ],
)
def test_the_stem_is_told_by_what_stands_around_it(text: str, stem: str | None) -> None:
    morphemes = analyse(text)
    found = [stem_of(morphemes, index) for index in range(len(morphemes))]
    assert [one for one in found if one is not None] == ([stem] if stem else [])
