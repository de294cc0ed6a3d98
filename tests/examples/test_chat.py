"""What the example prints of a turn's events, whatever order and repetition they come in."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

TURN = "the turn"


@pytest.fixture(scope="module")
def chat() -> ModuleType:
    path = Path(__file__).parents[2] / "examples" / "chat.py"
    spec = importlib.util.spec_from_file_location("chat", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reply(kind: str, text: str = "", *, attempt: int = 1, at: int = 0) -> dict[str, Any]:
    event = {"type": f"reply.{kind}", "turn_id": TURN, "attempt": attempt, "text": text}
    return event | ({"at": at} if kind == "delta" else {})


def printed(
    chat: ModuleType, capsys: pytest.CaptureFixture[str], *events: dict[str, Any]
) -> list[str]:
    turn = chat.Turn(as_json=False)
    turn.follow(TURN)
    for event in events:
        turn.take(event)
    return [line.strip() for line in capsys.readouterr().out.strip().splitlines()]


def test_a_reply_is_printed_once_though_parts_come_twice(
    chat: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = printed(
        chat,
        capsys,
        reply("started"),
        reply("delta", "안녕 😀 "),
        reply("delta", "안녕 😀 뭐"),
        # The emoji counts two.
        reply("delta", "뭐 해?", at=6),
        reply("completed", "안녕 😀 뭐 해?"),
    )
    assert lines == ["reply      안녕 😀 뭐 해?"]


def test_what_was_missed_is_brought_by_the_completed_reply(
    chat: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = printed(
        chat,
        capsys,
        reply("started"),
        reply("delta", "AAAAA"),
        reply("delta", "CCCCC", at=10),
        reply("completed", "AAAAABBBBBCCCCC"),
    )
    assert lines == ["reply      AAAAABBBBBCCCCC"]


def test_a_new_attempt_begins_anew_and_the_old_one_is_silent(
    chat: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = printed(
        chat,
        capsys,
        reply("started"),
        reply("delta", "old"),
        reply("started", attempt=2),
        reply("delta", "old still", at=3),
        reply("delta", "new", attempt=2),
        reply("completed", "new one", attempt=2),
    )
    assert lines == ["reply      old", "reply      new one"]


def test_the_turn_ends_with_its_end_and_not_with_anothers(chat: ModuleType) -> None:
    turn = chat.Turn(as_json=True)
    turn.follow(TURN)
    turn.take({"type": "turn.failed", "turn_id": "another", "reason": "interrupted", "seq": 1})
    assert not turn.ended.is_set()
    turn.take({"type": "turn.failed", "turn_id": TURN, "reason": "interrupted", "seq": 2})
    assert turn.ended.is_set()
    assert turn.failed


def test_feedback_that_comes_in_mid_reply_is_printed_after_it(
    chat: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    words = {"type": "words.ready", "turn_id": TURN, "words": []}
    lines = printed(
        chat, capsys, reply("started"), reply("delta", "안"), words, reply("completed", "안녕")
    )
    assert lines == ["reply      안녕", "", "words      -"]
