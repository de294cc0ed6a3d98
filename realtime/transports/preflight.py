"""The answer to a browser that asks whether a page of another origin may send a request.

Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch
"""

from starlette.requests import Request
from starlette.responses import Response

from realtime.transports.origins import Origins


def preflight(request: Request, origins: Origins) -> Response:
    """Allow what the SDK sends, to origins that may connect."""
    foreign = origins.refusal(request.scope)
    if foreign is not None:
        return foreign
    headers = origins.headers(request.scope)
    asked = request.headers.get("access-control-request-headers", "content-type")
    return Response(
        status_code=204,
        headers={
            **headers,
            "access-control-allow-methods": "GET, POST, OPTIONS",
            "access-control-allow-headers": asked,
            "access-control-max-age": "300",
        },
    )
