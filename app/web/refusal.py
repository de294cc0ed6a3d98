"""Answering a problem before the application is reached."""

from starlette.types import Receive, Scope, Send

from app.platform.errors import Problem
from app.platform.http import problem_response
from app.web.observing import PROBLEM


async def refuse(problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer `problem`; the request's line in the log names it."""
    scope[PROBLEM] = problem.name
    await problem_response(problem)(scope, receive, send)
