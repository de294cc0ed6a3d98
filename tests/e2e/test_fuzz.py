"""Every endpoint is sent what fits its document and what does not, on a whole server.

No answer is a fault of ours, and each is one that the document names, in the shape that it names.
`make fuzz` tries far more than the few that run with every test, and other ones each time.
"""

import asyncio
import os
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import booleans
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    missing_required_header,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from app.web.endpoints import ENDPOINTS, Endpoint
from app.web.openapi import openapi
from tests.e2e.conftest import RunServer

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
SCHEMA = schemathesis.openapi.from_dict(openapi())
CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    missing_required_header,
    unsupported_method,
]


class Learner:
    """Somebody signed in with a room, made anew where what was fuzzed has ended the session."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.session = requests.Session()
        self.session.trust_env = False
        self.enter()

    def enter(self) -> None:
        self.session.headers.pop("authorization", None)
        signed = self._post("/api/v1/guests", {"nickname": "Ada", "birth_year": 1995})
        self.session.headers["authorization"] = f"Bearer {signed['access_token']}"
        personas = self.session.get(f"{self._url}/api/v1/personas", timeout=20).json()["personas"]
        room = self._post("/api/v1/rooms", {"persona": personas[0]["key"], "closeness": 1})
        self.ids = {"room_id": room["id"]}

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        answer = self.session.post(self._url + path, json=body, timeout=20)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()


def fuzz(url: str, end: Endpoint, mode: GenerationMode) -> None:
    """Send what Hypothesis thinks of: what fits the document, or what does not."""
    learner = Learner(url)
    operation = SCHEMA[end.path][end.method]

    @settings(
        max_examples=EXAMPLES or 6,
        derandomize=not EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), own=booleans())
    def send(case: Case[Any], own: bool) -> None:
        for name, value in learner.ids.items():
            if own and mode is GenerationMode.POSITIVE and name in case.path_parameters:
                case.path_parameters[name] = value
        answer = case.call(base_url=url, session=learner.session, timeout=20)
        case.validate_response(answer, checks=CHECKS)
        if end.method == "delete" and answer.status_code < 300:
            learner.enter()

    try:
        send()
    except Unsatisfiable:
        # Where nothing is sent, nothing can be sent that does not fit.
        assert mode is GenerationMode.NEGATIVE
        # Of a name in a path, such as a provider's, every text fits.
        assert not any((end.takes, end.query, end.headers, "_id}" in end.path))
    except FailureGroup as found:
        # As text: what a report would show of the values is deeper than it can go.
        raise AssertionError("\n".join(map(str, found.exceptions))) from None


def name_of(end: Endpoint) -> str:
    return end.does


@pytest.mark.parametrize("end", ENDPOINTS, ids=name_of)
@pytest.mark.timeout(3600 if EXAMPLES else 300)
async def test_whatever_is_sent_the_answer_is_a_documented_one(
    run_server: RunServer, end: Endpoint
) -> None:
    async with run_server() as server:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            await asyncio.to_thread(fuzz, server.url, end, mode)
