"""The web application: routes, the page, problems as answers, what every request passes through."""

import os
from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from app.platform.clock import SystemClock
from app.platform.errors import BadRequest, NotFound, Problem, Unavailable
from app.platform.http import problem_response
from app.platform.logging import kinds_of, logger
from app.platform.metrics import Metrics
from app.platform.outages import CONNECTION_LOST, is_connection_lost
from app.platform.rates.admission import Admission
from app.platform.settings import Settings
from app.web.bodies import Bodies
from app.web.documents import document_routes
from app.web.health import Health
from app.web.hosts import Hosts, own_names
from app.web.limiting import Limiting
from app.web.observing import PROBLEM, Observing
from app.web.origins import SameSite, SharedApi, origins
from app.web.security import SecurityHeaders
from app.web.security_contact import security_contact_routes

log = logger(__name__)

STATIC = Path(__file__).parents[2] / "static"


class Revalidated(StaticFiles):
    """The page's files, asked about each time: modules of two releases must not meet."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Answer a file, or 304 by its ETag."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["cache-control"] = "no-cache"
        return response


class InternalProblem(Problem):
    """A fault of ours; the log has it under the request's id."""

    status, code, name, title = 500, 500, "internal", "Our fault"


def application(
    *,
    settings: Settings,
    metrics: Metrics,
    health: Health,
    routes: Sequence[BaseRoute],
    authenticate: Callable[[ASGIApp], ASGIApp],
    admission: Admission,
) -> ASGIApp:
    """Return the whole application; `authenticate` puts the principal into the scope.

    A request passes from the outside in: is it measured, meant for us, from a page that may ask,
    not too long or slow, whose is it, and how often do they come.
    """
    starlette = Starlette(
        routes=[
            *health.routes,
            *document_routes(),
            *security_contact_routes(settings, clock=SystemClock()),
            *routes,
            Route("/", page, methods=["GET"]),
            Mount("/static", Revalidated(directory=STATIC), name="static"),
        ],
        # Coroutines all: Starlette takes a plain function to a thread, and a storm of refusals
        # to forty of them, with which the loop would share the interpreter's lock.
        exception_handlers={
            Problem: answer_problem,
            HTTPException: answer_http,
            **dict.fromkeys((TimeoutError, *CONNECTION_LOST), answer_outage),
            Exception: answer_fault,
        },
    )
    # An address is right or there is nothing: a redirect would send a token or a body twice.
    starlette.router.redirect_slashes = False
    web: ASGIApp = Limiting(authenticate(starlette), admission)
    web = Bodies(web, seconds=settings.request_seconds)
    web = SameSite(web, origins(settings))
    web = SharedApi(web, settings.allowed_origins)
    web = Hosts(web, own_names(settings), any_address=settings.environment == "development")
    over_tls = settings.address.startswith("https://")
    web = SecurityHeaders(web, origins=origins(settings), over_tls=over_tls)
    return Observing(web, metrics)


async def page(_request: Request) -> Response:
    """Answer the browser client."""
    return FileResponse(STATIC / "index.html", headers={"cache-control": "no-cache"})


async def answer_problem(request: Request, error: Exception) -> Response:
    """Answer a problem of the domain."""
    if not isinstance(error, Problem):
        raise TypeError("only problems are answered here") from error
    request.scope[PROBLEM] = error.name
    return problem_response(error)


async def answer_http(_request: Request, error: Exception) -> Response:
    """Answer what the router refuses."""
    if not isinstance(error, HTTPException):
        raise TypeError("only HTTP exceptions are answered here") from error
    if error.status_code == NotFound.status:
        return problem_response(NotFound("there is nothing at this address"))
    problem = BadRequest(error.detail)
    problem.status = problem.code = error.status_code
    problem.title = HTTPStatus(error.status_code).phrase
    problem.name = problem.title.lower().replace(" ", "-")
    response = problem_response(problem)
    response.headers.update(error.headers or {})
    return response


async def answer_outage(request: Request, error: Exception) -> Response:
    """Answer that the database is away, in one line of the log; any other fault is raised."""
    if not isinstance(error, TimeoutError) and not is_connection_lost(error):
        raise error
    log.warning("database_away", error=kinds_of(error))
    return await answer_problem(request, Unavailable("Something is away for a moment: try again"))


async def answer_fault(_request: Request, error: Exception) -> Response:
    """Log a fault of ours and answer without its details."""
    log.error("request_failed", exc_info=error)
    return problem_response(
        InternalProblem("this is our fault: try again, or tell us the request id")
    )
