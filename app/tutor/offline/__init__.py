"""The offline tutor: personas that answer from a hand-written script when no model is there."""

from app.tutor.offline.context import Level, ScriptContext
from app.tutor.offline.deltas import deltas
from app.tutor.offline.safety import concern
from app.tutor.offline.script import disclose, reply
from app.tutor.offline.thread import Exchange

__all__ = ["Exchange", "Level", "ScriptContext", "concern", "deltas", "disclose", "reply"]
