import pytest

from app.korean import analyse
from app.korean.restyling.pronouns import first_person


def _changed(text: str, *, humble: bool) -> str:
    for _, splice in reversed(first_person(text, analyse(text), humble=humble)):
        text = text[: splice.start] + splice.becomes + text[splice.end :]
    return text


@pytest.mark.parametrize(
    ("plain", "humble"),
    [
        ("나는 학생이야", "저는 학생이야"),
        ("내가 할게", "제가 할게"),
        ("내 이름은 민수야", "제 이름은 민수야"),
        ("난 몰라", "전 몰라"),
        ("날 봐", "절 봐"),
        ("나한테 줘", "저한테 줘"),
    ],
)
def test_i_changes_with_its_particle_both_ways(plain: str, humble: str) -> None:
    assert _changed(plain, humble=True) == humble
    assert _changed(humble, humble=False) == plain


def test_our_humble_becomes_plain_and_our_plain_stays() -> None:
    assert _changed("저희 집이야", humble=False) == "우리 집이야"
    assert _changed("우리 집이에요", humble=True) == "우리 집이에요"


@pytest.mark.parametrize(
    "text", ["저 사람 누구야?", "저 멀리 있어", "저기 봐", "저것 좀 봐", "제주도에 가", "제일 좋아"]
)
def test_what_only_begins_like_i_stays(text: str) -> None:
    assert _changed(text, humble=False) == text


@pytest.mark.parametrize(
    "text", ["나라가 커요", "나중에 봐요", "나무가 있어요", "내일 가요", "내년에 가요"]
)
def test_what_only_begins_like_plain_i_stays(text: str) -> None:
    assert _changed(text, humble=True) == text
