"""E-mails go to the worker where there is a server to send to, and are kept where there is none."""

import redis.asyncio
from pydantic import SecretStr

from app.composition.mail import SEND_MAILS, mail_sending, post_office
from app.platform.jobs import ON_DEMAND, open_queue
from app.platform.sealing import Sealer
from app.platform.settings import Settings
from tests.conftest import HandClock


async def waiting(redis_url: str) -> list[str]:
    async with redis.asyncio.Redis.from_url(redis_url, decode_responses=True) as client:
        found: list[str] = await client.zrange(ON_DEMAND, 0, -1)
        return found


async def test_each_hurry_is_an_alarm_of_its_own(
    settings: Settings, sealer: Sealer, clock: HandClock, empty_redis: str
) -> None:
    there = settings.model_copy(update={"smtp_url": SecretStr("smtp://127.0.0.1:25")})
    async with open_queue(empty_redis) as queue:
        post = post_office(there, sealer=sealer, clock=clock, queue=queue)
        await post.hurry()
        await post.hurry()
    rung = await waiting(empty_redis)
    assert len(rung) == 2, "one that looked before would drop the second"
    assert all(one.startswith(f"{SEND_MAILS}:") for one in rung)


async def test_without_a_server_nobody_is_woken_and_nothing_is_sent(
    settings: Settings, sealer: Sealer, clock: HandClock, empty_redis: str
) -> None:
    async with open_queue(empty_redis) as queue:
        await post_office(settings, sealer=sealer, clock=clock, queue=queue).hurry()
    assert await waiting(empty_redis) == []
    assert await mail_sending(settings, sealer=sealer, clock=clock).send_due() == 0
