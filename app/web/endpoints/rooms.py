"""Rooms, and looking through what was said there."""

from app.rooms import schemas as rooms
from app.web.endpoints.endpoint import Endpoint

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

SEARCH = (
    Endpoint(
        does="POST /api/v1/history/search",
        summary="What one wrote and was told with a text in it, the newest first.",
        takes=rooms.SearchHistory,
        answers=rooms.SearchPage,
        problems=(422,),
    ),
)
