"""The HTTP edge that every room's routes share: bodies in, structs and problems out, who asks."""

import unicodedata
from collections.abc import Mapping
from email.message import Message
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from app.platform.errors import BadRequest, Problem, Unauthenticated, Unprocessable
from app.platform.principal import Principal

BODY_LIMIT = 64 * 1024

Body = TypeVar("Body", bound=msgspec.Struct)


class BodyTooLarge(Problem):
    """The request's body is longer than `BODY_LIMIT`."""

    status, code, name, title = 413, 413, "body-too-large", "Too large"


class UnsupportedBody(Problem):
    """The body is not sent as JSON in UTF-8."""

    status, code, name, title = 415, 415, "unsupported-body", "Not JSON"


async def read_body(request: Request, body_type: type[Body]) -> Body:
    """Return the JSON body as `body_type`; every text in it is NFC, before lengths are checked.

    Of a name that is there twice the last counts. Raises `UnsupportedBody` where it is not sent as
    JSON (a form of another site cannot be), `BodyTooLarge` past 64 KiB, `BadRequest` where it is
    not JSON, and `Unprocessable` naming every field that does not fit.
    """
    _require_json(request)
    raw = await _limited_body(request)
    try:
        value = _normalised(msgspec.json.decode(raw))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest("The body is not JSON that can be read") from error
    try:
        return msgspec.convert(value, body_type)
    except msgspec.ValidationError as error:
        fields = _faulty_fields(value, body_type)
        detail = "Some fields are not acceptable" if fields else str(error)
        raise Unprocessable(detail, fields=fields) from error


def json_response(
    body: msgspec.Struct, status: int = 200, *, headers: Mapping[str, str] | None = None
) -> Response:
    """Return `body` as JSON. It is the caller's own, so nothing on the way may keep it."""
    return Response(
        msgspec.json.encode(body),
        status_code=status,
        headers={"cache-control": "no-store", **(headers or {})},
        media_type="application/json",
    )


def problem_response(problem: Problem) -> Response:
    """Return `problem` as problem details (RFC 9457).

    A 401 carries its challenge, and what passes its `Retry-After` (RFC 9110, 10.2.3, 11.6.1).
    """
    members: dict[str, object] = {
        "type": f"/problems/{problem.name}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
    }
    if problem.fields:
        members["fields"] = problem.fields
    if problem.ticket is not None:
        members["ticket"] = problem.ticket
    headers = {"cache-control": "no-store"}
    if problem.status == Unauthenticated.status:
        headers["www-authenticate"] = "Bearer"
    if problem.retry_after is not None:
        headers["retry-after"] = str(problem.retry_after)
    return Response(
        msgspec.json.encode(members),
        status_code=problem.status,
        headers=headers,
        media_type="application/problem+json",
    )


def principal(request: Request) -> Principal:
    """Return who asks, as the accounts' middleware found it.

    Raises `Unauthenticated`: without a token, or with the reason why the given one does not count;
    and `Unavailable` where that cannot be found out now.
    """
    found = request.scope.get("principal")
    if isinstance(found, Principal):
        return found
    if isinstance(found, Problem):
        raise found
    raise Unauthenticated("Send an access token: Authorization: Bearer <token>")


def _require_json(request: Request) -> None:
    sent_as = Message()
    sent_as["content-type"] = request.headers.get("content-type", "")
    charset = str(sent_as.get_param("charset", "utf-8")).lower()
    if sent_as.get_content_type() != "application/json" or charset not in {"utf-8", "utf8"}:
        raise UnsupportedBody("Send JSON in UTF-8: Content-Type: application/json")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedBody("Send the body as it is, without Content-Encoding")


async def _limited_body(request: Request) -> bytes:
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > BODY_LIMIT:
            raise BodyTooLarge(f"A body may have {BODY_LIMIT} bytes")
    return bytes(raw)


def _normalised(value: object) -> object:
    match value:
        case str():
            # PostgreSQL stores no U+0000 in text, and nobody types one.
            if "\0" in value:
                raise BadRequest("Text may not hold the character U+0000")
            return unicodedata.normalize("NFC", value)
        case list():
            return [_normalised(item) for item in value]
        case dict():
            return {_normalised(name): _normalised(item) for name, item in value.items()}
    return value


def _faulty_fields(value: object, body_type: type[msgspec.Struct]) -> dict[str, str]:
    """Say of every field why it does not fit: msgspec itself stops at the first."""
    if not isinstance(value, dict):
        return {}
    faults = {}
    for field in msgspec.structs.fields(body_type):
        if field.encode_name not in value:
            if field.required:
                faults[field.encode_name] = "Required"
            continue
        try:
            msgspec.convert(value[field.encode_name], field.type)
        except msgspec.ValidationError as error:
            faults[field.encode_name] = str(error)
    return faults
