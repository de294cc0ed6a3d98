"""Browser origins that may open sockets here."""

from urllib.parse import urlsplit

from app.platform.settings import Settings


def origins(settings: Settings) -> list[str]:
    """Return this server's own origins and those of ALLOWED_ORIGINS."""
    own = {f"http://{host}:{settings.port}" for host in ("localhost", "127.0.0.1", settings.host)}
    if settings.public_url is not None:
        parts = urlsplit(settings.public_url)
        own.add(f"{parts.scheme}://{parts.netloc}")
    return sorted(own | set(settings.allowed_origins))
