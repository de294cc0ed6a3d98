"""Whether this process lives, has started and should be sent traffic."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.platform.database import database_answers
from app.platform.migration import pending_migrations


class Readiness(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a server is ready or not; `degraded` names what it can do without for a while."""

    ready: bool
    reasons: list[str] = []
    degraded: list[str] = []


class Health:
    """`/healthz`, `/readyz` and `/startupz` (operations.md, What is measured)."""

    def __init__(self) -> None:
        self.draining = False
        self.redis_up = True
        self._migrated = False

    @property
    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/healthz", self.healthz, methods=["GET"]),
            Route("/readyz", self.readyz, methods=["GET"]),
            Route("/startupz", self.readyz, methods=["GET"]),
        ]

    async def healthz(self, _request: Request) -> Response:
        """Answer that the process answers."""
        return Response("ok", media_type="text/plain")

    async def readyz(self, _request: Request) -> Response:
        """Answer 200 where learners may be sent here, else 503 with the reasons."""
        readiness = await self.readiness()
        return Response(
            msgspec.json.encode(readiness),
            status_code=200 if readiness.ready else 503,
            media_type="application/json",
            headers={"cache-control": "no-store"},
        )

    async def readiness(self) -> Readiness:
        """Look at migrations, database and draining; Redis away is only named."""
        reasons = []
        if self.draining:
            reasons.append("draining")
        if not await database_answers():
            reasons.append("the database does not answer")
        elif not self._migrated:
            # Once migrated a schema stays so; asking every time would cost every probe.
            pending = await pending_migrations()
            self._migrated = not pending
            if pending:
                reasons.append(f"migrations are pending: {', '.join(pending)}")
        degraded = [] if self.redis_up else ["redis"]
        return Readiness(not reasons, reasons, degraded)
