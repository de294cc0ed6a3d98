"""Personas, closeness, agents and the turn that answers a message."""
