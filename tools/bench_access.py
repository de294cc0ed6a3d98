"""How long it takes to say who is asking, in microseconds, with a real PostgreSQL and a real Redis.

make bench-access
"""

import asyncio
import json
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import uvloop
from joserfc.jwk import OKPKey

from app.accounts.access.access import Access
from app.accounts.access.blacklist import Blacklist
from app.accounts.access.tokens import Tokens
from app.accounts.models import User
from app.accounts.sessions.models import Session
from app.platform.clock import SystemClock
from app.platform.database import open_database
from app.platform.embedded_postgres import EmbeddedPostgres
from app.platform.embedded_redis import EmbeddedRedis
from app.platform.ids import new_id
from app.platform.migration import migrate
from app.platform.redis import open_first_redis

TIMES = 2_000
LIFE = 900


async def measured(name: str, tokens: list[str], ask: Callable[[str], Awaitable[object]]) -> None:
    """Ask about each token, one after the other, and print what it takes.

    The last figure is this process's own time, which other programs of a busy machine do not blur.
    """
    took: list[float] = []
    worked = time.process_time()
    for token in tokens:
        began = time.perf_counter()
        await ask(token)
        took.append((time.perf_counter() - began) * 1e6)
    worked = (time.process_time() - worked) / len(tokens) * 1e6
    took.sort()
    middle, nearly_all = took[len(took) // 2], took[len(took) * 99 // 100]
    print(f"{name:<30} p50 {middle:>7.1f} µs   p99 {nearly_all:>7.1f} µs   own {worked:>6.1f} µs")


async def bench(redis: EmbeddedRedis) -> None:
    """Measure each way that a token goes."""
    clock, user_id = SystemClock(), new_id()
    key = json.dumps(OKPKey.generate_key("Ed25519", auto_kid=True).as_dict(private=True))

    def tokens() -> Tokens:
        return Tokens(key, clock=clock, ids=new_id, seconds=LIFE)

    await User.create(id=user_id, nickname="bench", birth_year=2000, created_at=clock.now())

    async def session() -> UUID:
        made = await Session.create(
            id=new_id(), user_id=user_id, created_at=clock.now(), last_used_at=clock.now()
        )
        return made.id

    signing, one = tokens(), await session()

    def sign(session_id: UUID) -> str:
        return signing.issue(user_id=user_id, session_id=session_id, role="user").text

    async with open_first_redis(redis.url, seconds=2) as client:
        blacklist = Blacklist(client, process=new_id(), token_seconds=LIFE)
        await blacklist.write()
        keeping = asyncio.create_task(blacklist.run())

        def access() -> Access:
            # A process that has verified no token yet, and reads account events.
            made = Access(tokens=tokens(), blacklist=blacklist)
            made.have_read(time.monotonic() + 3600)
            return made

        asked = access().principal_for_token
        seen = sign(one)
        await asked(seen)
        await measured("a token that was seen", [seen] * TIMES * 10, asked)
        await measured("a new token, known session", [sign(one) for _ in range(TIMES)], asked)
        unknown = [sign(await session()) for _ in range(TIMES)]
        await measured("a new token, unknown session", unknown, access().principal_for_token)

        redis.stop()
        late = access()
        new = [sign(one) for _ in range(TIMES)]
        await measured("Redis away: a new token", new, late.principal_for_token)
        await measured("Redis away: a seen token", new[-1:] * TIMES, late.principal_for_token)
        keeping.cancel()
        late.have_read(0)
        await measured("no events read: a seen token", new[-1:] * TIMES, late.principal_for_token)


async def on(postgres: EmbeddedPostgres, redis: EmbeddedRedis) -> None:
    """Migrate, open the database, measure."""
    await migrate(postgres.url)
    async with open_database(postgres.url):
        await bench(redis)


def main() -> None:
    """Measure on servers of its own."""
    with tempfile.TemporaryDirectory(prefix="dorandoran-bench-") as place:
        directory = Path(place)
        directory.chmod(0o755)
        postgres = EmbeddedPostgres.start(directory / "postgres")
        redis = EmbeddedRedis.start(directory / "redis")
        try:
            uvloop.run(on(postgres, redis))
        finally:
            redis.stop()
            postgres.stop()


if __name__ == "__main__":
    main()
