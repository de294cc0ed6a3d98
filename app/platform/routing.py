"""Routes that say whom they are for: a permission, or anybody; it is checked before they run."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.platform.http import principal
from app.platform.permissions import Permission, require

Handler = Callable[[Request], Awaitable[Response]]


class GuardedRoute(Route):
    """One method of one path. `needs` None: for anybody, signed in or not."""

    def __init__(self, does: str, handler: Handler, *, needs: Permission | None) -> None:
        """Take `does` as the document of the API writes it: `POST /api/v1/rooms`."""
        method, _, path = does.partition(" ")
        super().__init__(path, handler if needs is None else _guarded(handler, needs))
        self.methods = {method}
        self.needs = needs
        self.does = does


def _guarded(handler: Handler, needs: Permission) -> Handler:
    async def guarded(request: Request) -> Response:
        require(principal(request), needs)
        return await handler(request)

    return guarded
