import pytest

from app.korean.restyling.conjugation import conjugated
from app.korean.restyling.honorific_words import Pair


@pytest.mark.parametrize(
    ("pairs", "written"),
    [
        ((("먹", "VV"), ("소", "EF")), "먹소"),
        ((("가", "VV"), ("소", "EF")), "가오"),
        ((("살", "VV"), ("소", "EF")), "사오"),
        ((("춥", "VA-I"), ("소", "EF")), "춥소"),
        ((("춥", "VA-I"), ("니", "EF")), "춥니"),
        ((("파랗", "VA-I"), ("네", "EF")), "파랗네"),
        ((("만들", "VV"), ("니", "EF")), "만드니"),
        ((("먹", "VV"), ("련다", "EF")), "먹으련다"),
        ((("가", "VV"), ("련다", "EF")), "가련다"),
        ((("하", "VV"), ("음세", "EF")), "함세"),
        ((("거", "NNB"), ("이", "VCP"), ("ᆸ니다", "EF")), "겁니다"),
        ((("그러", "VV"), ("어", "EF")), "그래"),
        ((("그러", "VV"), ("었", "EP"), ("다", "EF")), "그랬다"),
        ((("드시", "VV"), ("어요", "EF")), "드세요"),
        ((("하", "VV"), ("려고", "EC"), ("하", "VX"), ("습니다", "EF")), "하려고 합니다"),
    ],
)
def test_what_joining_alone_does_not_know_is_written_right(
    pairs: tuple[Pair, ...], written: str
) -> None:
    assert conjugated(pairs) == written
