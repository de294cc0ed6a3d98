import pytest

from app.korean import analyse
from app.korean.patch import changed
from app.korean.spelling.modifiers import modifier_errors


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("예쁘는 꽃", "예쁜 꽃"),
        ("날씨가 좋는데 나갈까요?", "날씨가 좋은데 나갈까요?"),
        ("필요하는 게 있어요", "필요한 게 있어요"),
        ("재미있은 영화", "재미있는 영화"),
        ("나는 바쁜다", "나는 바쁘다"),
    ],
)
def test_adjectives_and_existence_take_their_own_endings(text: str, mended: str) -> None:
    assert changed(text, modifier_errors(text, analyse(text))) == mended


@pytest.mark.parametrize(
    "text", ["키가 크는 아이", "재밌는 아침", "그 일이 있은 후", "좋아하는 색"]
)
def test_verbs_and_set_phrases_keep_theirs(text: str) -> None:
    assert modifier_errors(text, analyse(text)) == []
