"""Providers over HTTP: setting out, the callback, and what a ticket that came back is good for."""

from collections.abc import Mapping

import msgspec
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from app.accounts.factors.keeping import keeps_others
from app.accounts.factors.schemas import answer
from app.accounts.oauth.browser import new_browser
from app.accounts.oauth.errors import AnswerInvalid
from app.accounts.oauth.journey import Returned
from app.accounts.oauth.schemas import Entered, Link, NewEntered, Registration, SentThere, SetOut
from app.accounts.oauth.service import OAuth
from app.accounts.sessions.arrival import arrival_of
from app.platform.errors import Problem
from app.platform.http import json_response, principal, read_body
from app.platform.permissions import Permission, require
from app.platform.rates.classes import RateClass
from app.platform.routing import GuardedRoute

NOT_KEPT: Mapping[str, str] = {"cache-control": "no-store"}


def routes(oauth: OAuth) -> list[BaseRoute]:
    """Return the routes: below `/api/v1`, and the callback that providers are told."""
    endpoints = _Endpoints(oauth)
    own = Permission.OWN_ACCOUNT
    return [
        GuardedRoute("GET /api/v1/ways-in", endpoints.ways_in, needs=None),
        GuardedRoute("POST /api/v1/oauth/{provider}", endpoints.set_out, needs=None),
        GuardedRoute("GET /oauth/{provider}/callback", endpoints.come_back, needs=None),
        GuardedRoute("POST /api/v1/sessions/entered", endpoints.enter, needs=None),
        GuardedRoute("POST /api/v1/accounts/entered", endpoints.register, needs=None),
        GuardedRoute("GET /api/v1/me/identities", endpoints.identities, needs=own),
        GuardedRoute("POST /api/v1/me/identities", endpoints.link, needs=own),
        GuardedRoute("DELETE /api/v1/me/identities/{provider}", endpoints.unlink, needs=own),
        GuardedRoute(
            "POST /api/v1/me/proof/entered",
            endpoints.prove,
            needs=own,
            rate_class=RateClass.CREDENTIALS,
        ),
    ]


class _Endpoints:
    def __init__(self, oauth: OAuth) -> None:
        self._oauth = oauth

    async def ways_in(self, _request: Request) -> Response:
        return json_response(self._oauth.ways_in())

    async def set_out(self, request: Request) -> Response:
        given = await read_body(request, SetOut)
        asking = None
        if given.purpose != "sign_in":
            asking = principal(request)
            require(asking, Permission.OWN_ACCOUNT)
        # Kept where it is one of ours, so that two tabs can be on their way at once.
        browser = self._oauth.browsers.shown(request) or new_browser()
        url = await self._oauth.set_out(_provider(request), given.purpose, browser, asking)
        response = json_response(SentThere(url))
        self._oauth.browsers.remember(response, browser)
        return response

    async def come_back(self, request: Request) -> Response:
        provider = self._oauth.journeys.provider(_provider(request))
        browser = self._oauth.browsers.shown(request)
        try:
            returned = _returned(request.query_params)
            purpose, ticket = await self._oauth.journeys.come_back(provider, returned, browser)
        except Problem as problem:
            # Somebody looks at this in a browser: the page has a text for each name.
            return _to_page(f"not-entered/{problem.name}")
        return _to_page(f"entered/{purpose}/{ticket}")

    async def enter(self, request: Request) -> Response:
        given = await read_body(request, Entered)
        browser = self._oauth.browsers.shown(request)
        entered = await self._oauth.entering.enter(given.ticket, browser, arrival_of(request))
        return json_response(entered) if isinstance(entered, Registration) else answer(entered)

    async def register(self, request: Request) -> Response:
        given = await read_body(request, NewEntered)
        browser = self._oauth.browsers.shown(request)
        signed = await self._oauth.entering.register(given, browser, arrival_of(request))
        return json_response(signed, 201)

    async def identities(self, request: Request) -> Response:
        return json_response(await self._oauth.identities.shown(principal(request)))

    async def link(self, request: Request) -> Response:
        given = await read_body(request, Link)
        browser = self._oauth.browsers.shown(request)
        linked = await self._oauth.identities.link(principal(request), given, browser)
        return json_response(linked, 201)

    async def unlink(self, request: Request) -> Response:
        await self._oauth.identities.unlink(
            principal(request), _provider(request), end_others=not keeps_others(request)
        )
        return Response(status_code=204)

    async def prove(self, request: Request) -> Response:
        given = await read_body(request, Entered)
        browser = self._oauth.browsers.shown(request)
        proved = await self._oauth.proving.prove(
            principal(request), given.ticket, browser, arrival_of(request)
        )
        return answer(proved)


def _provider(request: Request) -> str:
    return str(request.path_params["provider"])


def _returned(query: QueryParams) -> Returned:
    # A parameter twice could mean one thing to us and another to who looked before.
    if len(query.multi_items()) != len(query):
        raise AnswerInvalid("The provider's answer cannot be read: begin again")
    try:
        return msgspec.convert(dict(query), Returned)
    except msgspec.ValidationError as error:
        raise AnswerInvalid("The provider's answer cannot be read: begin again") from error


def _to_page(place: str) -> Response:
    """Send the browser to the page; what is behind `#` is in no log and no Referer."""
    return RedirectResponse(f"/#/{place}", 303, headers=NOT_KEPT)
