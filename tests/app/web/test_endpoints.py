"""Every route that the server has is documented, and nothing else is."""

from starlette.applications import Starlette
from starlette.routing import Route

from app.web.endpoints import ENDPOINTS, Endpoint

# The page, its files and the documents themselves; what is live is in the AsyncAPI document.
BESIDE_THE_API = {
    "GET /",
    "GET /openapi.json",
    "GET /asyncapi.json",
    # On loopback in development only.
    "GET /development/mails",
    "GET /development/mails/{mail_id}",
}


def test_every_route_is_documented_and_every_documented_route_is_there(
    starlette: Starlette,
) -> None:
    served = {
        f"{method} {route.path}"
        for route in starlette.routes
        if isinstance(route, Route) and not route.path.startswith(("/connection/", "/emulation"))
        for method in (route.methods or set()) - {"HEAD"}
    }
    documented = [end.does for end in ENDPOINTS]
    assert len(documented) == len(set(documented))
    assert served == {*documented, *BESIDE_THE_API}


def test_an_endpoint_is_a_method_and_a_path() -> None:
    endpoint = Endpoint(does="PATCH /api/v1/rooms/{room_id}", summary="Move.")
    assert (endpoint.method, endpoint.path) == ("patch", "/api/v1/rooms/{room_id}")


def test_signing_in_and_reading_a_body_bring_their_own_problems() -> None:
    probe = Endpoint(does="GET /a", summary="A.", signed_in=False, limited=False)
    assert probe.every_problem == []
    assert Endpoint(does="GET /a", summary="A.", problems=(404,)).every_problem == [401, 404, 429]
    reading = Endpoint(does="POST /a", summary="A.", takes=Endpoint, problems=(400, 422))
    assert reading.every_problem == [400, 401, 403, 408, 413, 415, 422, 429]
