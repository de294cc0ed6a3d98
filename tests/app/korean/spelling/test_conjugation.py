import pytest

from app.korean import analyse
from app.korean.spelling.conjugation import conjugation_errors


@pytest.mark.parametrize(
    ("text", "becomes", "rule"),
    [
        ("날씨가 춥어요", "추워요", "irregular-b"),
        ("음악을 듣어요", "들어요", "irregular-d"),
        ("집을 짓었어요", "지었", "irregular-s"),
        ("날씨가 어떻어요?", "어때요", "irregular-h"),
        ("저는 모르어요", "몰라요", "irregular-reu"),
        ("꽃이 예쁘어요", "예뻐요", "eu-dropping"),
        ("만들으면", "만들면", "l-stem-eu"),
        ("제가 알는 사람", "아는", "l-dropping"),
        ("빵을 만들습니다", "만듭니다", "l-stem-seumnida"),
        ("커피를 마시어요", "마셔요", "long-form"),
        ("집에 가아요", "가요", "same-vowel"),
    ],
)
def test_stem_and_ending_change_when_they_meet(text: str, becomes: str, rule: str) -> None:
    (change,) = conjugation_errors(text, analyse(text))
    assert (change.becomes, change.reasons[0].rule) == (becomes, rule)


@pytest.mark.parametrize(
    "text", ["옷을 입어요", "편지를 받아요", "손을 씻어요", "사람이 많아요", "빨래를 걷으련?"]
)
def test_regular_stems_keep_their_shape(text: str) -> None:
    assert conjugation_errors(text, analyse(text)) == []
