"""`dorandoran doctor`: what is reachable, versions, pending migrations, settings and origins."""

import os
import platform
import re
from collections.abc import Callable
from importlib.metadata import version

from dotenv import dotenv_values
from pydantic import SecretStr

from app.composition.addresses import database_beside
from app.platform.database import DatabaseUnreachableError, check_database
from app.platform.mail.smtp import MailNotTakenError, open_smtp, smtp_server
from app.platform.migration import pending_at
from app.platform.redis import RedisUnreachableError, check_redis
from app.platform.secret_files import SUFFIX
from app.platform.settings import Settings, SettingsError
from app.platform.version import VERSION

LIBRARIES = ("starlette", "uvicorn", "tortoise-orm", "redis", "openai", "kiwipiepy")


async def examine(settings: Settings, *, say: Callable[[str], None]) -> bool:
    """Say everything; return whether all that is configured answers."""
    say(f"dorandoran {VERSION}, Python {platform.python_version()}, {platform.platform()}")
    say("libraries: " + ", ".join(f"{name} {version(name)}" for name in LIBRARIES))
    well = await _database(settings, say)
    well = await _redis(settings, say) and well
    well = await _mail(settings, say) and well
    well = await _model(settings, say) and well
    say("settings:")
    origins = _origins()
    for name in sorted(type(settings).model_fields):
        shown = _shown(getattr(settings, name))
        say(f"  {name.upper():24} {shown:40} {origins.get(name, 'default')}")
    return well


async def _database(settings: Settings, say: Callable[[str], None]) -> bool:
    try:
        url = database_beside(settings)
    except SettingsError:
        say("database:  an embedded PostgreSQL, started by `dorandoran up`")
        return True
    try:
        say(f"database:  PostgreSQL {await check_database(url)} answers")
    except DatabaseUnreachableError as error:
        say(f"database:  {error}")
        return False
    pending = await pending_at(url)
    if pending:
        say(f"schema:    pending: {', '.join(pending)}; run `dorandoran migrate`")
        return False
    say("schema:    newest")
    return True


async def _redis(settings: Settings, say: Callable[[str], None]) -> bool:
    if settings.redis_url is None:
        say("redis:     an embedded Redis, started by `dorandoran up`")
        return True
    try:
        say(f"redis:     Redis {await check_redis(settings.redis_url.get_secret_value())} answers")
    except RedisUnreachableError as error:
        say(f"redis:     {error}")
        return False
    return True


async def _mail(settings: Settings, say: Callable[[str], None]) -> bool:
    if settings.smtp_url is None:
        say("mail:      kept and shown at /development/mails; set SMTP_URL to send it")
        return True
    server = smtp_server(settings.smtp_url.get_secret_value())
    try:
        async with open_smtp(server):
            say(f"mail:      SMTP at {server.host}:{server.port} answers")
    except MailNotTakenError as error:
        say(f"mail:      SMTP at {server.host}:{server.port} does not answer: {error}")
        return False
    return True


async def _model(settings: Settings, say: Callable[[str], None]) -> bool:
    from app.composition.agents import probe  # noqa: PLC0415 - only where a model may be asked

    if not settings.uses_a_model:
        say("tutor:     the offline tutor; set OPENAI_API_KEY or OPENAI_BASE_URL for a model")
        return True
    fault = await probe(settings)
    say(f"tutor:     {fault or f'{settings.openai_model} answers'}")
    return fault is None


def _shown(value: object) -> str:
    """Return a setting as it may be read over a shoulder: no secret, no password in an address."""
    if isinstance(value, SecretStr):
        return "set, not shown"
    return re.sub(r"//[^/@]*@", "//***@", str(value))


def _origins() -> dict[str, str]:
    """Return where each setting that was given comes from; the environment wins over `.env`."""
    from_file = {name.lower(): ".env" for name in dotenv_values(".env")}
    from_environment = {name.lower(): "environment" for name, given in os.environ.items() if given}
    given = {**from_file, **from_environment}
    from_secret = {name.removesuffix(SUFFIX): "a file" for name in given if name.endswith(SUFFIX)}
    return {**from_secret, **given}
