import pytest

from app.korean.patch import changed, without_overlaps
from app.korean.restyling.endings import ending_changes
from app.korean.restyling.predicate import CannotConjugateError
from app.korean.style import Style


def _plainly(text: str) -> str:
    found = ending_changes(text, Style.HAE, honorific=False, strictly=False)
    return changed(text, without_overlaps(found))


@pytest.mark.parametrize(
    ("text", "plainly"),
    [
        ("가시는 곳이 멀어요", "가는 곳이 멀어"),
        ("드시고 싶은 걸 드세요", "먹고 싶은 걸 먹어"),
        ("알려 드렸는데 몰라요?", "알려 줬는데 몰라?"),
        ("모시고 갈게요", "데리고 갈게"),
        ("할머니가 가시는 곳이에요", "할머니가 가시는 곳이야"),
    ],
)
def test_what_honours_goes_inside_a_sentence_too(text: str, plainly: str) -> None:
    assert _plainly(text) == plainly


def test_strictly_no_other_ending_is_among_the_formal_ones() -> None:
    text = "그건 제가 했죠"
    (one,) = ending_changes(text, Style.HAPSYO, honorific=False, strictly=True)
    assert one.becomes == "했습니다"


def test_what_one_notices_is_not_reported() -> None:
    with pytest.raises(CannotConjugateError):
        ending_changes("날씨가 좋네요", Style.HAPSYO, honorific=False, strictly=True)


def test_what_is_done_for_the_listener_is_humble_where_they_are_honoured() -> None:
    (one,) = ending_changes("제가 알려 줄게", Style.HAEYO, honorific=True, strictly=False)
    assert one.becomes == "드릴게요"
