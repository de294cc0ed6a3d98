import pytest

from tests.app.korean.listeners import outcome


@pytest.mark.parametrize(
    ("listener", "text", "status", "corrected"),
    [
        ("boss 1", "같이 갑시다.", "corrected", "같이 가시죠."),
        ("senior 2", "같이 먹읍시다.", "corrected", "같이 드시죠."),
        ("coworker 1", "같이 갑시다.", "suggested", "같이 가시죠."),
        ("stranger 1", "같이 갑시다.", "perfect", ""),
        ("boss 1", "보고서 보내세요.", "suggested", "보고서 보내 주시겠어요?"),
        ("boss 2", "이쪽으로 오세요", "suggested", "이쪽으로 와 주시겠어요?"),
        ("senior 1", "이쪽으로 오세요", "perfect", ""),
        ("boss 1", "주말 잘 보내세요!", "perfect", ""),
        ("boss 1", "새해 복 많이 받으세요!", "perfect", ""),
        ("boss 1", "안녕히 가세요.", "perfect", ""),
        ("boss 1", "맛있게 드세요.", "perfect", ""),
        ("boss 1", "한번 봐 주세요.", "perfect", ""),
        ("boss 1", "수고하세요!", "suggested", "수고하셨습니다!"),
        ("senior 3", "수고하세요!", "suggested", "수고하셨습니다!"),
        ("boss 1", "수고하셨습니다!", "perfect", ""),
        ("stranger 1", "수고하세요!", "perfect", ""),
    ],
)
def test_an_act_is_worth_what_the_table_says(
    listener: str, text: str, status: str, corrected: str
) -> None:
    assert outcome(listener, text) == (status, corrected or text)
