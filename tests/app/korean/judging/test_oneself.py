import pytest

from app.korean.judging.oneself import oneself_findings
from tests.app.korean.listeners import message_to


@pytest.mark.parametrize(
    "text",
    [
        "제가 가셨어요",
        "제가 가셔야 해요",
        "제가 아시는 분이에요",
        "제 성함은 톰이에요",
        "저는 바쁘세요",
    ],
)
def test_honour_for_oneself_is_found(text: str) -> None:
    assert [one.rule for one in oneself_findings(message_to("boss 2", text))] == [
        "honouring-oneself"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "제가 갔어요",
        "저는 커피 주세요",
        "제가 보시기 편하게 했어요",
        "저희 아버지 성함이에요",
        "제가 하실까요?",
    ],
)
def test_honour_for_others_is_not(text: str) -> None:
    assert oneself_findings(message_to("boss 2", text)) == []
