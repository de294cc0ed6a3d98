"""Where 너 and 네 can be left out."""

import pytest

from app.korean.analysis.analyser import analyse
from app.korean.restyling.left_out import can_go, owns_what_is_asked_for


@pytest.mark.parametrize(
    ("text", "goes"),
    [
        ("너 뭐 해?", True),
        ("너 그거 먹으면 안 돼.", True),
        ("넌 좀 쉬어.", True),
        ("너는 착한 사람이야.", False),
        ("너 어때?", True),
        ("너는 어때?", False),
        ("너도 가?", False),
    ],
)
def test_who_is_asked_or_told_need_not_be_named(text: str, *, goes: bool) -> None:
    assert can_go(analyse(text), 0) is goes


def test_what_one_asks_for_is_the_listeners() -> None:
    assert owns_what_is_asked_for(analyse("네 이름이 뭐야?"), 0)
    assert not owns_what_is_asked_for(analyse("네 탓이 아니야."), 0)
