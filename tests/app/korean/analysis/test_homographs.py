import pytest

from app.korean import analyse


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
    others = {"살", "팔", "알", "날", "들"}
    assert {one.form for one in analyse(text) if one.part == "VV"} & others == (
        {stem} if stem else set()
    )
