"""What the channel engine tells: a command that was refused is a line of the log."""

import structlog.testing

from app.composition.observing import REFUSALS, EngineObserver
from app.platform.metrics import Metrics
from app.web.health import Health


def test_a_refused_command_or_subscription_is_a_line_and_another_answer_is_none() -> None:
    observer = EngineObserver(Metrics(), Health())
    with structlog.testing.capture_logs() as lines:
        observer.command("subscribe", 0.001, 103)
        observer.command("message.send", 0.001, 404)
        observer.command("message.send", 0.001, 0)
    assert [(line["event"], line["command"], line["error"]) for line in lines] == [
        ("socket_command_refused", "subscribe", 103),
        ("socket_command_refused", "message.send", 404),
    ]


def test_what_may_be_an_attack_is_a_refusal() -> None:
    unauthorised, permission_denied, too_many, forbidden = 101, 103, 111, 403
    assert {unauthorised, permission_denied, too_many, forbidden} <= REFUSALS
