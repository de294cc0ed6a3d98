"""OpenAPI 3.1 of the HTTP API, made from the types that cross it, so it cannot lie."""

from typing import Any

import msgspec

from app.platform.version import VERSION
from app.web.endpoints import ENDPOINTS, Endpoint

REFERENCE = "#/components/schemas/{name}"


class ProblemDetails(msgspec.Struct, frozen=True):
    """RFC 9457: what went wrong and what to do; `fields` names each unacceptable field.

    `ticket` comes with `account-deleted`: POST /api/v1/account/restored takes it.
    """

    type: str
    title: str
    status: int
    detail: str
    code: int
    fields: dict[str, str] = {}
    ticket: str = ""


def openapi() -> dict[str, Any]:
    """Return the document."""
    types = {one for end in ENDPOINTS for one in end.types}
    ordered = sorted({*types, ProblemDetails}, key=lambda one: one.__name__)
    _, components = msgspec.json.schema_components(ordered, ref_template=REFERENCE)
    paths: dict[str, Any] = {}
    for end in ENDPOINTS:
        paths.setdefault(end.path, {})[end.method] = _operation(end)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "DoranDoran",
            "version": VERSION,
            "description": "What is not live. What is live is in /asyncapi.json.",
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"access": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(end: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": end.summary,
        "operationId": _operation_id(end),
        "parameters": _parameters(end),
        "responses": {
            **{str(status): _answer(end, end.answers) for status in end.statuses},
            **{str(status): _answer(end, kind) for status, kind in end.besides.items()},
        },
        "security": [{"access": []}] if end.signed_in else [],
    }
    for status in end.every_problem:
        operation["responses"][str(status)] = {
            "description": "A problem.",
            "content": {"application/problem+json": {"schema": _reference(ProblemDetails)}},
        }
    if end.takes is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _reference(end.takes)}},
        }
    return operation


def _answer(end: Endpoint, kind: type | None) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": end.summary}
    if kind is not None:
        answer["content"] = {"application/json": {"schema": _reference(kind)}}
    return answer


def _reference(shape: type) -> dict[str, str]:
    return {"$ref": REFERENCE.format(name=shape.__name__)}


def _operation_id(end: Endpoint) -> str:
    words = [word for word in end.path.replace("api/v1/", "").split("/") if word]
    return "-".join([end.method, *(word.strip("{}.") for word in words)])


def _parameters(end: Endpoint) -> list[dict[str, Any]]:
    in_path = [word.strip("{}") for word in end.path.split("/") if word.startswith("{")]
    return [
        *(_parameter(name, "path", _in_path(name)) for name in in_path),
        *(
            _parameter(name, "query", {"type": "integer", "minimum": 1, "maximum": 2**63 - 1})
            for name in end.query
        ),
        *(_parameter(name, "header", {"type": "string", "format": "uuid"}) for name in end.headers),
    ]


def _in_path(name: str) -> dict[str, Any]:
    # What has no id of ours has a name, such as a provider.
    return {"type": "string", "format": "uuid"} if name.endswith("_id") else {"type": "string"}


def _parameter(name: str, where: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": where, "required": where != "query", "schema": schema}
