"""The documents are served to whoever asks."""

import httpx2
import pytest

from app.web.asyncapi import asyncapi
from app.web.openapi import openapi


@pytest.mark.parametrize(
    ("path", "document"), [("/openapi.json", openapi()), ("/asyncapi.json", asyncapi())]
)
async def test_a_document_is_answered_as_it_is_made(
    client: httpx2.AsyncClient, path: str, document: dict[str, object]
) -> None:
    answer = await client.get(path)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == document
