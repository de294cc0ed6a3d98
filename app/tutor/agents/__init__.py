"""The agents that answer a message: the engine's own, and those that ask models."""

from app.tutor.agents.engine import EngineAgents
from app.tutor.agents.model import ModelAgents
from app.tutor.agents.observing import Observe

__all__ = ["EngineAgents", "ModelAgents", "Observe"]
