"""What the service says of itself, and what answers in a conversation."""

from app.tutor import schemas as tutor
from app.web.endpoints.endpoint import Endpoint
from app.web.health import Readiness

HEALTH = (
    Endpoint(
        does="GET /.well-known/security.txt",
        summary="Where a hole may be reported (RFC 9116).",
        signed_in=False,
        problems=(404,),
    ),
    Endpoint(
        does="GET /healthz", summary="Whether the process answers.", signed_in=False, limited=False
    ),
    Endpoint(
        does="GET /readyz",
        summary="Whether learners may be sent here.",
        answers=Readiness,
        statuses=(200, 503),
        signed_in=False,
        limited=False,
    ),
    Endpoint(
        does="GET /startupz",
        summary="Whether the server has started.",
        answers=Readiness,
        statuses=(200, 503),
        signed_in=False,
        limited=False,
    ),
)

TUTOR = (
    Endpoint(
        does="GET /api/v1/tutor",
        summary="What answers here.",
        answers=tutor.TutorShown,
        signed_in=False,
    ),
    Endpoint(
        does="GET /api/v1/personas",
        summary="Who can be talked to.",
        answers=tutor.PersonasShown,
    ),
)
