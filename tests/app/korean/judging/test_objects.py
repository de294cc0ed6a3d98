import pytest

from tests.app.korean.listeners import outcome


@pytest.mark.parametrize(
    ("listener", "text", "status", "corrected"),
    [
        ("boss 2", "제가 알려줄게요.", "corrected", "제가 알려드릴게요."),
        ("senior 1", "제가 알려줄게요.", "suggested", "제가 알려드릴게요."),
        ("coworker 2", "제가 알려줄게요.", "perfect", ""),
        ("boss 2", "동생한테 선물을 줄까요?", "perfect", ""),
        ("boss 2", "뭐 하나 물어봐도 돼요?", "suggested", "뭐 하나 여쭤봐도 돼요?"),
        ("senior 1", "제가 친구한테 물어볼게요.", "perfect", ""),
        ("boss 1", "내일 봐요.", "suggested", "내일 뵙겠습니다."),
        ("senior 2", "선배, 나중에 봐요!", "suggested", "선배, 나중에 봬요!"),
        ("coworker 2", "내일 봐요.", "perfect", ""),
        ("boss 2", "할머니를 데리고 갔어요.", "suggested", "할머니를 모시고 갔어요."),
        ("boss 2", "동생을 데리고 갔어요.", "perfect", ""),
        (
            "senior 1",
            "교수님이 저에게 책을 드렸어요.",
            "corrected",
            "교수님이 저에게 책을 주셨어요.",
        ),
        ("senior 1", "제가 교수님께 책을 드렸어요.", "perfect", ""),
        ("boss 2", "저한테 여쭤보세요.", "corrected", "저한테 물어보세요."),
    ],
)
def test_what_is_done_to_a_superior_has_its_own_verbs(
    listener: str, text: str, status: str, corrected: str
) -> None:
    assert outcome(listener, text) == (status, corrected or text)
