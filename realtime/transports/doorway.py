"""Who may open a connection at all: a node that serves, a page that may, an address in no hurry."""

from collections.abc import Callable, Collection

from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from realtime.clock import Clock
from realtime.limits import Limits
from realtime.observer import Observer
from realtime.transports.address_pace import AddressPace
from realtime.transports.client_address import client_address
from realtime.transports.origins import Origins


class Doorway:
    """`exempt` are addresses or networks (`10.0.0.0/8`) that may come as often as they like."""

    def __init__(
        self,
        *,
        origins: Origins,
        is_draining: Callable[[], bool],
        limits: Limits,
        clock: Clock,
        observer: Observer,
        exempt: Collection[str] = (),
    ) -> None:
        self.origins = origins
        self._is_draining = is_draining
        self._observer = observer
        self._pace = AddressPace(
            limits.handshake_rate,
            limits.handshake_burst,
            clock=clock,
            observer=observer,
            exempt=exempt,
        )

    def refusal(self, scope: Scope) -> Response | None:
        """Return the answer to one who may not come in; None for one who may."""
        foreign = self.origins.refusal(scope)
        if foreign is not None:
            return foreign
        headers = self.origins.headers(scope)
        if self._is_draining():
            self._observer.turned_away("draining", client_address(scope))
            return PlainTextResponse("draining", 503, headers)
        return self._pace.refusal(scope, "connections", headers)
