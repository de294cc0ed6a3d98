"""Routes that say whom they are for and how often: both are looked at before they run."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.platform.http import principal
from app.platform.permissions import Permission, require
from app.platform.rates.admission import ADMISSION, Admission
from app.platform.rates.classes import RateClass, class_of

Handler = Callable[[Request], Awaitable[Response]]


class GuardedRoute(Route):
    """One method of one path. `needs` None: for anybody, signed in or not."""

    def __init__(
        self,
        does: str,
        handler: Handler,
        *,
        needs: Permission | None,
        rate_class: RateClass | None = None,
        first: Callable[[], None] | None = None,
    ) -> None:
        """Take `does` as the document of the API writes it: `POST /api/v1/rooms`.

        `rate_class` None: as its method says (`rates.classes.class_of`). `first` raises the problem
        where nobody can be served now: in a storm counting them would cost more than refusing.
        """
        method, _, path = does.partition(" ")
        limited = rate_class or class_of(method, is_open=needs is None)
        super().__init__(path, _guarded(handler, needs, limited, first))
        self.methods = {method}
        self.needs = needs
        self.rate_class = limited
        self.does = does


def _guarded(
    handler: Handler,
    needs: Permission | None,
    limited: RateClass,
    first: Callable[[], None] | None,
) -> Handler:
    async def guarded(request: Request) -> Response:
        if first is not None:
            first()
        admission = request.scope.get(ADMISSION)
        if isinstance(admission, Admission):
            await admission.admit(request.scope, limited)
        if needs is not None:
            require(principal(request), needs)
        return await handler(request)

    return guarded
