"""Every HTTP endpoint: what it takes, what it answers, and what else may come back."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts import schemas as accounts
from app.rooms import schemas as rooms
from app.tutor import schemas as tutor
from app.web.audit import AuditPage
from app.web.health import Readiness


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One method of one path; `takes` and `answers` are the types of the bodies.

    `statuses` come with `answers`, `problems` with a problem. Among these are not named: 401, which
    comes wherever one must be `signed_in`; 400, 408, 413 and 415, wherever a body is read; 403,
    wherever something is changed (a page of another site may not); and 429, wherever requests are
    `limited`.
    """

    does: str
    summary: str
    takes: type | None = None
    answers: type | None = None
    statuses: Sequence[int] = (200,)
    signed_in: bool = True
    problems: Sequence[int] = ()
    query: Sequence[str] = ()
    headers: Sequence[str] = ()
    limited: bool = True

    @property
    def every_problem(self) -> list[int]:
        """The statuses of all problems, in order."""
        signed_in = (401,) if self.signed_in else ()
        body = (400, 408, 413, 415) if self.takes is not None else ()
        changes = () if self.method == "get" else (403,)
        limited = (429,) if self.limited else ()
        return sorted({*self.problems, *signed_in, *body, *changes, *limited})

    @property
    def method(self) -> str:
        """The method in small letters, as OpenAPI writes it."""
        return self.does.split(" ")[0].lower()

    @property
    def path(self) -> str:
        """The path, its parameters in braces."""
        return self.does.split(" ")[1]


HEALTH = (
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
ACCOUNTS = (
    Endpoint(
        does="GET /.well-known/jwks.json",
        summary="Keys that verify access tokens.",
        signed_in=False,
    ),
    Endpoint(
        does="POST /api/v1/guests",
        summary="Begin as a guest.",
        takes=accounts.NewGuest,
        answers=accounts.Signed,
        statuses=(201,),
        signed_in=False,
        problems=(422,),
    ),
    Endpoint(
        does="POST /api/v1/accounts",
        summary="Register with e-mail and password.",
        takes=accounts.NewAccount,
        answers=accounts.Signed,
        statuses=(201,),
        signed_in=False,
        problems=(409, 422),
    ),
    Endpoint(
        does="POST /api/v1/sessions",
        summary="Log in.",
        takes=accounts.LogIn,
        answers=accounts.Signed,
        statuses=(201,),
        signed_in=False,
        problems=(401, 403, 422),
    ),
    Endpoint(
        does="POST /api/v1/sessions/refresh",
        summary="Exchange a refresh token.",
        takes=accounts.Refresh,
        answers=accounts.Signed,
        signed_in=False,
        problems=(401, 422),
    ),
    Endpoint(does="DELETE /api/v1/sessions/current", summary="Log out here.", statuses=(204,)),
    Endpoint(does="GET /api/v1/me", summary="Oneself.", answers=accounts.User),
    Endpoint(
        does="POST /api/v1/me/credentials",
        summary="Make a guest a full account.",
        takes=accounts.Credentials,
        answers=accounts.User,
        problems=(409, 422),
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
ROOMS = (
    Endpoint(
        does="GET /api/v1/rooms",
        summary="The learner's open rooms.",
        answers=rooms.RoomsShown,
    ),
    Endpoint(
        does="POST /api/v1/rooms",
        summary="Open a room; 200 answers the one that is open.",
        takes=rooms.OpenRoom,
        answers=rooms.RoomShown,
        statuses=(201, 200),
        problems=(403, 404, 422),
    ),
    Endpoint(
        does="PATCH /api/v1/rooms/{room_id}",
        summary="Move the closeness.",
        takes=rooms.ChangeRoom,
        answers=rooms.RoomShown,
        problems=(404, 422),
    ),
    Endpoint(
        does="DELETE /api/v1/rooms/{room_id}",
        summary="Leave the room.",
        statuses=(204,),
        problems=(404,),
    ),
    Endpoint(
        does="GET /api/v1/rooms/{room_id}/history",
        summary="A page of events made from rows.",
        answers=rooms.HistoryPage,
        problems=(400, 404),
        query=("before", "limit"),
    ),
    Endpoint(
        does="POST /api/v1/rooms/{room_id}/messages",
        summary="Send a message; its events follow live.",
        takes=rooms.MessageText,
        answers=rooms.MessageSent,
        statuses=(201,),
        problems=(404, 409, 422, 429),
        headers=("Idempotency-Key",),
    ),
)
ADMINISTRATION = (
    Endpoint(
        does="GET /api/v1/admin/audit",
        summary="What administrators and the machinery did.",
        answers=AuditPage,
        problems=(400, 403),
        query=("before", "limit"),
    ),
)
ENDPOINTS = (*HEALTH, *ACCOUNTS, *TUTOR, *ROOMS, *ADMINISTRATION)
