"""Where the transports are: the paths that the SDKs expect."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from realtime.transports.emulation import Emulation
from realtime.transports.http_stream import HttpStreamTransport
from realtime.transports.server_sent_events import ServerSentEventsTransport
from realtime.transports.streaming import StreamService
from realtime.transports.websocket import WebSocketTransport

_WEBSOCKET = "/connection/websocket"


def transport_routes(
    websocket: WebSocketTransport,
    streams: StreamService,
    emulation: Emulation,
    *,
    http_stream: bool,
    server_sent_events: bool,
) -> list[BaseRoute]:
    """Return the routes of the transports that are on."""
    routes: list[BaseRoute] = [
        WebSocketRoute(_WEBSOCKET, websocket),
        Route(_WEBSOCKET, _upgrade_required, methods=["GET"]),
    ]
    if http_stream:
        app = HttpStreamTransport(streams)
        routes.append(Route("/connection/http_stream", app, methods=["POST", "OPTIONS"]))
    if server_sent_events:
        events = ServerSentEventsTransport(streams)
        route = Route("/connection/sse", events, methods=["GET", "POST", "OPTIONS"])
        # Starlette adds it to GET, and would open a stream that nobody hears.
        route.methods = (route.methods or set()) - {"HEAD"}
        routes.append(route)
    if http_stream or server_sent_events:
        routes.append(Route("/emulation", emulation, methods=["POST", "OPTIONS"]))
    return routes


async def _upgrade_required(request: Request) -> Response:
    del request
    return PlainTextResponse("a WebSocket is served here", 426, {"Upgrade": "websocket"})
