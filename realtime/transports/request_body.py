"""The body of a request, as long as it may be and no longer."""

from starlette.requests import ClientDisconnect, Request


async def read_body(request: Request, limit: int) -> bytes | None:
    """Return the request's body; None where it exceeds `limit` bytes, or the client has gone."""
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > limit:
                return None
    except ClientDisconnect:
        return None
    return body
