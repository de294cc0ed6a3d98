"""Bodies are read within their limits, and everything that is wrong becomes a problem."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID, uuid4

import httpx2
import msgspec
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message

from app.platform.errors import (
    Conflict,
    Problem,
    TooMany,
    Unauthenticated,
    Unprocessable,
)
from app.platform.http import (
    BODY_LIMIT,
    BodyTooLarge,
    json_response,
    principal,
    problem_response,
    read_body,
)
from app.platform.principal import Principal

JSON = {"content-type": "application/json"}


class Part(msgspec.Struct):
    text: str


class Sent(msgspec.Struct, rename={"closeness": "how_close"}):
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=5)]
    closeness: Annotated[int, msgspec.Meta(ge=1, le=3)] = 1
    room: UUID | None = None
    parts: list[Part] = []


async def echo(request: Request) -> Response:
    return json_response(await read_body(request, Sent), 201, headers={"x-kind": "echo"})


def answered(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    return problem_response(problem)


@pytest.fixture
async def client() -> AsyncIterator[httpx2.AsyncClient]:
    app = Starlette(
        routes=[Route("/", echo, methods=["POST"])], exception_handlers={Problem: answered}
    )
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as speaking:
        yield speaking


def request(**scope: object) -> Request:
    return Request({"type": "http", "method": "GET", "headers": [], "path": "/", **scope})


# Bodies in, structs out


@pytest.mark.parametrize(
    "kind",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain; application/json",
        "application/json; charset=utf-16",
        "application/json; charset=euc-kr",
        "application/jsonp",
    ],
)
async def test_what_a_form_of_another_site_could_send_is_refused(
    client: httpx2.AsyncClient, kind: str | None
) -> None:
    headers = {} if kind is None else {"content-type": kind}
    answer = await client.post("/", content=b'{"text": "hi"}', headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (415, "/problems/unsupported-body")


@pytest.mark.parametrize("kind", ["application/json", 'Application/JSON; charset="UTF-8"'])
async def test_json_in_utf_8_is_read_however_it_is_named(
    client: httpx2.AsyncClient, kind: str
) -> None:
    answer = await client.post("/", content=b'{"text": "hi"}', headers={"content-type": kind})
    assert answer.status_code == 201


async def test_a_packed_body_is_not_unpacked(client: httpx2.AsyncClient) -> None:
    headers = {**JSON, "content-encoding": "gzip"}
    assert (await client.post("/", content=b"{}", headers=headers)).status_code == 415


async def test_of_a_name_that_is_there_twice_the_last_counts(client: httpx2.AsyncClient) -> None:
    body = b'{"text": "first", "text": "last"}'
    assert (await client.post("/", content=body, headers=JSON)).json()["text"] == "last"


@pytest.mark.parametrize(
    "number", ["1e400", "9" * 5000, "1" + "0" * 40, "NaN", "-1", "true", '"1"']
)
async def test_a_number_that_is_none_or_too_great_is_refused(
    client: httpx2.AsyncClient, number: str
) -> None:
    body = f'{{"text": "hi", "how_close": {number}}}'.encode()
    assert (await client.post("/", content=body, headers=JSON)).status_code in {400, 422}


async def test_a_body_becomes_its_struct_and_a_struct_its_body(client: httpx2.AsyncClient) -> None:
    room = str(uuid4())
    answer = await client.post("/", json={"text": "안녕", "how_close": 2, "room": room, "new": 1})
    assert answer.status_code == 201
    assert answer.json() == {"text": "안녕", "how_close": 2, "room": room, "parts": []}
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-kind"] == "echo"


async def test_text_is_composed_before_its_length_is_checked(client: httpx2.AsyncClient) -> None:
    for decomposed in ("\u1112\u1161\u11ab" * 5, r"\u1112\u1161\u11ab" * 5):
        body = f'{{"text": "{decomposed}", "parts": [{{"text": "e\u0301"}}]}}'
        answer = await client.post("/", content=body.encode(), headers=JSON)
        assert answer.json()["text"] == "한" * 5
        assert answer.json()["parts"] == [{"text": "é"}]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"text",
        b"\xff\xfe",
        b'{"text": "\xed\xa0\x80"}',
        b'{"text": "\\ud800"}',
        b'{"text": "a\\u0000b"}',
        b'{"text": "a", "parts": [{"text": "\\u0000"}]}',
        b'{"a\\u0000": 1}',
        b'{"text": NaN}',
        b"[" * 60_000,
        b'{"text":' * 8_000,
    ],
    ids=lambda body: repr(body[:24]),
)
async def test_what_is_not_json_that_can_be_kept_is_a_bad_request(
    client: httpx2.AsyncClient, body: bytes
) -> None:
    answer = await client.post("/", content=body, headers=JSON)
    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/bad-request"


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"5"])
async def test_json_that_is_no_object_is_unprocessable_without_fields(
    client: httpx2.AsyncClient, body: bytes
) -> None:
    answer = await client.post("/", content=body, headers=JSON)
    assert answer.status_code == 422
    assert "fields" not in answer.json()


async def test_every_field_that_does_not_fit_is_named_by_its_name_on_the_wire(
    client: httpx2.AsyncClient,
) -> None:
    body = {"how_close": 4, "room": "here", "parts": [{"text": 5}]}
    answer = await client.post("/", json=body)
    assert answer.status_code == 422
    fields = answer.json()["fields"]
    assert fields.keys() == {"text", "how_close", "room", "parts"}
    assert fields["text"] == "Required"
    assert "<= 3" in fields["how_close"]


async def test_a_body_may_have_64_kib_and_not_a_byte_more(client: httpx2.AsyncClient) -> None:
    fits = b'{"text": "a"}'.ljust(BODY_LIMIT)
    assert (await client.post("/", content=fits, headers=JSON)).status_code == 201
    answer = await client.post("/", content=fits + b" ", headers=JSON)
    assert answer.status_code == 413
    assert answer.json()["type"] == "/problems/body-too-large"


async def test_a_body_without_an_end_is_not_read_to_it() -> None:
    received = 0

    async def receive() -> Message:
        nonlocal received
        received += 1
        return {"type": "http.request", "body": b" " * 16_384, "more_body": True}

    headers = [(b"content-type", b"application/json")]
    endless = Request({"type": "http", "method": "POST", "headers": headers}, receive)
    with pytest.raises(BodyTooLarge):
        await read_body(endless, Sent)
    assert received == 5


# Problems out


def test_a_problem_is_shown_as_rfc_9457_says() -> None:
    answer = problem_response(Conflict("It is taken", fields={"email": "taken"}))
    assert answer.status_code == 409
    assert answer.media_type == "application/problem+json"
    assert msgspec.json.decode(answer.body) == {
        "type": "/problems/conflict",
        "title": "Conflict",
        "status": 409,
        "detail": "It is taken",
        "code": 409,
        "fields": {"email": "taken"},
    }


def test_a_problem_without_fields_has_none() -> None:
    answer = problem_response(TooMany("Wait"))
    assert "fields" not in msgspec.json.decode(answer.body)
    assert "www-authenticate" not in answer.headers


def test_what_passes_says_when() -> None:
    answer = problem_response(TooMany("come again", retry_after=7))
    assert answer.headers["retry-after"] == "7"
    assert "retry-after" not in problem_response(TooMany("come again")).headers


def test_every_401_says_how_to_sign_in() -> None:
    assert problem_response(Unauthenticated("Sign in")).headers["www-authenticate"] == "Bearer"


def test_a_problem_says_what_it_is_in_whatever_language_it_is_written() -> None:
    body = problem_response(Unprocessable("안 돼요")).body
    assert msgspec.json.decode(body)["detail"] == "안 돼요"


# Who asks


def test_the_principal_is_whom_the_middleware_found() -> None:
    asking = Principal(
        user_id=uuid4(), session_id=uuid4(), role="user", birth_year=2000, language="en"
    )
    assert principal(request(principal=asking)) is asking


def test_the_reason_why_a_token_does_not_count_is_the_answer() -> None:
    reason = Unauthenticated("It has expired")
    with pytest.raises(Unauthenticated) as refused:
        principal(request(principal=reason))
    assert refused.value is reason


@pytest.mark.parametrize("scope", [{}, {"principal": None}, {"principal": "admin"}])
def test_nobody_is_unauthenticated(scope: dict[str, object]) -> None:
    with pytest.raises(Unauthenticated):
        principal(request(**scope))
