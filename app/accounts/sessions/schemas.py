"""What crosses the wire about one's sessions."""

from datetime import datetime
from uuid import UUID

import msgspec


class SessionShown(msgspec.Struct, frozen=True):
    """One log-in: on what, from which network, how one came in, and when it was last renewed."""

    id: UUID
    device: str
    address_range: str
    created_at: datetime
    last_used_at: datetime
    method: str
    second_factor: bool
    current: bool


class SessionsShown(msgspec.Struct, frozen=True):
    """GET /api/v1/sessions."""

    sessions: list[SessionShown]
