"""Parameters of a query, read strictly."""

from starlette.requests import Request

from app.platform.errors import BadRequest

# What PostgreSQL's bigint holds.
LARGEST = 2**63 - 1


def whole_number(request: Request, name: str, *, most: int = LARGEST) -> int | None:
    """Return the parameter `name`, from 1 to `most`, or None where it is not given.

    Raises `BadRequest` where it is no such number, or is given twice.
    """
    text = only(request, name)
    if text is None:
        return None
    # The length first: Python reads no number of thousands of digits.
    readable = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))
    if not readable or not 1 <= int(text) <= most:
        raise BadRequest(f"`{name}` must be a whole number from 1 to {most}")
    return int(text)


def only(request: Request, name: str) -> str | None:
    """Return the one value of `name`, or None. Raises `BadRequest` where there are several."""
    values = request.query_params.getlist(name)
    if len(values) > 1:
        raise BadRequest(f"`{name}` may be given once")
    return values[0] if values else None
