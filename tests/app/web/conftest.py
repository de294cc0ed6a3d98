"""The whole server's application, joined as in a run, without a socket."""

import base64
from collections.abc import AsyncIterator

import httpx2
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from app.composition.house import House, open_house
from app.platform.metrics import Metrics
from app.platform.settings import Settings


@pytest.fixture
async def house(settings: Settings, database: str, empty_redis: str) -> AsyncIterator[House]:
    own = settings.model_copy(
        update={
            "database_url": SecretStr(database),
            "redis_url": SecretStr(empty_redis),
            # The key under which the tests' database is written (tests/conftest.py).
            "data_key": SecretStr(base64.b64encode(bytes(range(32))).decode()),
        }
    )
    async with open_house(own, metrics=Metrics()) as joined:
        yield joined


@pytest.fixture
def starlette(house: House) -> Starlette:
    """The application within what every request passes through."""
    inner = house.web
    while not isinstance(inner, Starlette):
        inner = inner._app  # type: ignore[attr-defined]
    return inner


@pytest.fixture
async def client(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(house.web)
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as speaking:
        yield speaking
