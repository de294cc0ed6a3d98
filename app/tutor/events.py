"""What a turn announces: feedback, the reply as it comes, and its end."""

import msgspec

from app.platform.events import Event


class EditShown(msgspec.Struct, frozen=True):
    """One change to the learner's sentence; positions are UTF-16 code units of NFC text."""

    start: int
    end: int
    was: str
    becomes: str
    degree: str
    kind: str
    rule: str
    why_ko: str
    why_en: str


class FeedbackReady(Event, tag="feedback.ready", kw_only=True):
    """The learner's message was judged. `source` says by whom: `model` or `engine`."""

    status: str
    target: str
    detected: str
    source: str
    corrected: str | None = None
    edits: list[EditShown] = []
    feedback_en: str = ""
    feedback_ko: str = ""


class ReplyStarted(Event, tag="reply.started", kw_only=True):
    """The persona begins to answer; a client drops the text of a lower attempt."""

    attempt: int
    source: str


class ReplyDelta(Event, tag="reply.delta", kw_only=True):
    """More of the reply. `at` is where it continues, in UTF-16 code units of the text so far."""

    attempt: int
    at: int
    text: str


class ReplyCompleted(Event, tag="reply.completed", kw_only=True):
    """The whole reply, or what there was of it where the learner stopped it."""

    attempt: int
    text: str
    source: str


class TurnCompleted(Event, tag="turn.completed", kw_only=True):
    """The turn is over. `missing` names the parts that failed."""

    missing: list[str] = []
    stopped: bool = False


class TurnFailed(Event, tag="turn.failed", kw_only=True):
    """The turn is over without a finished reply; `reason` says why."""

    reason: str
    missing: list[str] = []
