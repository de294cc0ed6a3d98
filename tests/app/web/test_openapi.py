"""The OpenAPI document says what the server does, and hangs together."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

from app.web.endpoints import ENDPOINTS, Endpoint
from app.web.openapi import openapi
from tests.app.web.references import references, resolve

DOCUMENT = openapi()
OPERATIONS = {
    (method, path): operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


def test_every_reference_leads_somewhere() -> None:
    found = set(references(DOCUMENT))
    assert found
    for reference in found:
        assert resolve(DOCUMENT, reference)


def test_every_type_is_used() -> None:
    named = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    assert named == set(references(DOCUMENT))


def test_no_two_types_share_a_name() -> None:
    types = {one for end in ENDPOINTS for one in end.types}
    assert len({one.__name__ for one in types}) == len(types)


def test_every_operation_has_a_name_of_its_own_and_a_summary() -> None:
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(names) == len(set(names)) == len(ENDPOINTS)
    assert all(operation["summary"].endswith(".") for operation in OPERATIONS.values())


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_parameter_of_a_path_is_described(method: str, path: str) -> None:
    described = {
        one["name"] for one in OPERATIONS[method, path]["parameters"] if one["in"] == "path"
    }
    assert described == {
        word.strip("{}") for word in path.split("/") if word.startswith("{") and word.endswith("}")
    }


def test_a_message_over_http_asks_for_its_request_id() -> None:
    parameters = OPERATIONS["post", "/api/v1/rooms/{room_id}/messages"]["parameters"]
    assert {one["name"]: (one["in"], one["required"]) for one in parameters} == {
        "room_id": ("path", True),
        "Idempotency-Key": ("header", True),
    }


def example(schema: dict[str, Any]) -> Any:
    """Return a value that fits `schema`, as far as the bodies here need one."""
    if "$ref" in schema:
        return example(resolve(DOCUMENT, schema["$ref"]))
    if "anyOf" in schema:
        return None
    match schema.get("type"):
        case "object":
            return {name: example(schema["properties"][name]) for name in schema["required"]}
        case "integer":
            return schema.get("minimum", 1)
    return "x" * schema.get("minLength", 1)


def name_of(end: Endpoint) -> str:
    return end.does


@pytest.mark.parametrize("end", ENDPOINTS, ids=name_of)
async def test_what_a_stranger_is_answered_is_documented(
    client: httpx2.AsyncClient, end: Endpoint
) -> None:
    body = example(end_body(end)) if end.takes is not None else None
    path = end.path.replace("{room_id}", str(uuid4()))
    answer = await client.request(end.method.upper(), path, json=body)
    responses = OPERATIONS[end.method, end.path]["responses"]
    assert str(answer.status_code) in responses
    assert answer.status_code == 401 if end.signed_in else answer.status_code not in {403, 500}
    kind = answer.headers.get("content-type", "")
    kinds = responses[str(answer.status_code)].get("content", {kind: 0})
    assert kind.split(";")[0] in {one.split(";")[0] for one in kinds}


def end_body(end: Endpoint) -> dict[str, Any]:
    content = OPERATIONS[end.method, end.path]["requestBody"]["content"]
    schema: dict[str, Any] = content["application/json"]["schema"]
    return schema
