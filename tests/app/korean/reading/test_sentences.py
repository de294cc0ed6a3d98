import pytest

from app.korean.reading.sentences import sentences
from app.korean.style import Style


def _endings(text: str) -> list[str | None]:
    return [one.ending.form if one.ending is not None else None for one in sentences(text)]


@pytest.mark.parametrize(
    ("text", "endings"),
    [
        ("밥 먹었어? 나는 먹었어.", ["어", "어"]),
        ("동의합니다, 그런데 어려워요.", ["ᆸ니다", "어요"]),
        ("알죠, 그 사람은 친절해요", ["죠", "어요"]),
        ("저도 갈래요 같이 가요", ["ᆯ래요", "어요"]),
        ("네!", [None]),
        ("커피 한 잔", [None]),
        ("진짜요?", ["요"]),
        ("먹을까 해요", ["어요"]),
        ("비가 오나 봐요", ["어요"]),
        ("예를 들어, 김치가 좋아요", ["어요"]),
        ("밥 먹었음", ["음"]),
        ("이거 먹을 듯ㅋㅋ", ["듯"]),
        ("뭐 하실?", ["ᆯ"]),
    ],
)
def test_a_message_is_cut_at_its_final_endings(text: str, endings: list[str | None]) -> None:
    assert _endings(text) == endings


def test_a_line_end_cuts_without_punctuation() -> None:
    assert len(sentences("커피 한 잔\n케이크 하나")) == 2


def test_what_follows_the_ending_belongs_to_its_sentence() -> None:
    first, second = sentences("밥 먹었어?? ㅋㅋ 나는 아직")
    assert first.asks
    assert first.marks == "?? ㅋㅋ"
    assert not second.asks


@pytest.mark.parametrize("text", ["피곤해서", "지금 가고 있는데", "밥을 먹고"])
def test_a_connective_ending_at_the_end_leaves_the_sentence_unfinished(text: str) -> None:
    (only,) = sentences(text)
    assert only.unfinished
    assert only.ending is not None
    assert only.ending.sense.style is Style.HAE


def test_a_question_mark_makes_a_connective_ending_final() -> None:
    (only,) = sentences("지금 바쁜데?")
    assert only.ending is not None
    assert only.ending.sense.style is Style.HAE


def test_an_outcry_of_surprise_is_final() -> None:
    (only,) = sentences("벌써 아이가 둘이라니!")
    assert only.ending is not None


def test_quotations_belong_to_no_sentence() -> None:
    (only,) = sentences('친구가 "배고파"라고 했습니다.')
    assert [one.form for one in only.morphemes if one.form == "배고프"] == []
