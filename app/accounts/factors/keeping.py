"""Whether the caller's other sessions outlive the removal of a factor: `?keep_others=1`."""

from starlette.requests import Request


def keeps_others(request: Request) -> bool:
    """Say whether they are to; otherwise they end."""
    return request.query_params.get("keep_others") == "1"
