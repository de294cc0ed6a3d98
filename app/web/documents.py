"""Serving the API documents."""

import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.web.asyncapi import asyncapi
from app.web.openapi import openapi


def document_routes() -> list[Route]:
    """Return `/openapi.json` and `/asyncapi.json`, each made once."""
    documents = {"/openapi.json": openapi(), "/asyncapi.json": asyncapi()}
    return [
        Route(path, _serving(json.dumps(document, ensure_ascii=False)), methods=["GET"])
        for path, document in documents.items()
    ]


def _serving(text: str) -> Callable[[Request], Awaitable[Response]]:
    async def serve(_request: Request) -> Response:
        return Response(text, media_type="application/json")

    return serve
