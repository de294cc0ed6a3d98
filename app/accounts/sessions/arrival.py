"""How a request arrives: the device and place that the list of sessions shows."""

from starlette.requests import Request

from app.accounts.sessions.service import Arrival


def arrival_of(request: Request) -> Arrival:
    """Return how the caller comes in."""
    del request
    return Arrival()
