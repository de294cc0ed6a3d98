"""The engine's nodes, clients and Redis, as its own tests have them; no PostgreSQL anywhere."""

from tests.realtime.conftest import (
    clients,
    node,
    own_redis,
    redis,
    redis_server,
    serve,
    shared_redis,
)

__all__ = ["clients", "node", "own_redis", "redis", "redis_server", "serve", "shared_redis"]
