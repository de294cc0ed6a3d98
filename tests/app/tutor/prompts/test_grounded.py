"""Rules, facts and message come in this order, user and assistant in turns."""

from app.tutor.prompts.grounded import grounded_messages


def test_roles_take_turns_and_the_message_is_last() -> None:
    messages = grounded_messages("rules", "<engine>\n{}\n</engine>", "안녕")
    assert [message.role for message in messages] == ["system", "user", "assistant", "user"]
    assert messages[0].content == "rules"
    assert messages[1].content == "<engine>\n{}\n</engine>"
    assert "안녕" in messages[3].content
    assert not any("안녕" in message.content for message in messages[:3])
