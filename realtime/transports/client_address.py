"""The address a request came from, as the server says it: it knows which proxies to believe."""

from starlette.types import Scope


def client_address(scope: Scope) -> str:
    """Return the host of the scope's client; empty where there is none, as on a unix socket."""
    client = scope.get("client")
    return str(client[0]) if client else ""
