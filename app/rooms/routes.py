"""Rooms over HTTP: the same use cases as over the socket, where nothing is live."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.platform.errors import BadRequest, NotFound
from app.platform.http import json_response, principal, read_body
from app.platform.permissions import Permission
from app.platform.query import whole_number
from app.platform.routing import GuardedRoute
from app.rooms.history import History
from app.rooms.ports import LearnerNames
from app.rooms.schemas import (
    ChangeRoom,
    MessageText,
    OpenRoom,
    ReadHistory,
    RoomsShown,
    SearchHistory,
    SendMessage,
)
from app.rooms.search import Search
from app.rooms.sending import Sending
from app.rooms.service import Rooms, shown


class RoomRoutes:
    """`/api/v1/rooms` and what is below it."""

    def __init__(
        self,
        *,
        rooms: Rooms,
        sending: Sending,
        history: History,
        search: Search,
        names: LearnerNames,
    ) -> None:
        self._rooms = rooms
        self._sending = sending
        self._history = history
        self._search = search
        self._names = names

    @property
    def routes(self) -> list[BaseRoute]:
        """Return the routes."""
        return [
            GuardedRoute("GET /api/v1/rooms", self.list_rooms, needs=Permission.TALK),
            GuardedRoute("POST /api/v1/rooms", self.open_room, needs=Permission.TALK),
            GuardedRoute("PATCH /api/v1/rooms/{room_id}", self.change_room, needs=Permission.TALK),
            GuardedRoute("DELETE /api/v1/rooms/{room_id}", self.leave_room, needs=Permission.TALK),
            GuardedRoute(
                "GET /api/v1/rooms/{room_id}/history", self.read_history, needs=Permission.TALK
            ),
            GuardedRoute("POST /api/v1/history/search", self.search_history, needs=Permission.TALK),
            GuardedRoute(
                "POST /api/v1/rooms/{room_id}/messages", self.send_message, needs=Permission.TALK
            ),
        ]

    async def list_rooms(self, request: Request) -> Response:
        """Answer the learner's open rooms."""
        rooms = await self._rooms.open_rooms(principal(request))
        return json_response(RoomsShown([shown(room) for room in rooms]))

    async def open_room(self, request: Request) -> Response:
        """Open a room (201), or answer the one that is open (200)."""
        caller = principal(request)
        body = await read_body(request, OpenRoom)
        name = await self._names.name_of(caller)
        room, new = await self._rooms.open(caller, body.persona, body.closeness, learner_name=name)
        return json_response(shown(room), 201 if new else 200)

    async def change_room(self, request: Request) -> Response:
        """Move the closeness."""
        caller = principal(request)
        body = await read_body(request, ChangeRoom)
        name = await self._names.name_of(caller)
        room = await self._rooms.change(caller, _id_of(request), body.closeness, learner_name=name)
        return json_response(shown(room))

    async def leave_room(self, request: Request) -> Response:
        """Leave the room."""
        await self._rooms.leave(principal(request), _id_of(request))
        return Response(status_code=204)

    async def read_history(self, request: Request) -> Response:
        """Answer a page of history."""
        command = ReadHistory(
            room_id=_id_of(request),
            before=whole_number(request, "before"),
            limit=min(whole_number(request, "limit") or 50, 200),
        )
        return json_response(await self._history.read(principal(request), command, live=False))

    async def search_history(self, request: Request) -> Response:
        """Answer a page of what the learner wrote and was told with a text in it.

        By POST, since what one looks for is as private as what was said: no log has a body.
        """
        command = await read_body(request, SearchHistory)
        return json_response(await self._search.find(principal(request), command))

    async def send_message(self, request: Request) -> Response:
        """Send a message; `Idempotency-Key` is its request id."""
        caller = principal(request)
        body = await read_body(request, MessageText)
        try:
            request_id = UUID(request.headers.get("idempotency-key", ""))
        except ValueError as error:
            raise BadRequest("the header Idempotency-Key must be a UUID of your making") from error
        command = SendMessage(request_id, _id_of(request), body.text)
        return json_response(await self._sending.send(caller, command), 201)


def _id_of(request: Request) -> UUID:
    try:
        return UUID(request.path_params["room_id"])
    except ValueError as error:
        raise NotFound("there is no such room") from error
