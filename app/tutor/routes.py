"""Personas over HTTP, and what answers here."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.platform.http import json_response, principal
from app.platform.permissions import Permission
from app.platform.routing import GuardedRoute
from app.tutor.persona_book import PersonaBook
from app.tutor.schemas import PersonasShown, TutorShown


def routes(personas: PersonaBook, *, model: str | None) -> list[BaseRoute]:
    """Return the routes; `model` None: the offline tutor answers."""

    async def list_personas(request: Request) -> Response:
        caller = principal(request)
        return json_response(PersonasShown(await personas.list(caller.birth_year)))

    async def tutor(_request: Request) -> Response:
        return json_response(TutorShown(model or "offline"))

    return [
        GuardedRoute("GET /api/v1/personas", list_personas, needs=Permission.TALK),
        GuardedRoute("GET /api/v1/tutor", tutor, needs=None),
    ]
