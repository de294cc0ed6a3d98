"""Sockets are opened to this server's own pages, and to those that are allowed."""

from app.platform.settings import Settings
from app.web.origins import origins


def test_the_servers_own_address_is_allowed_by_each_of_its_names(settings: Settings) -> None:
    own = settings.model_copy(update={"host": "192.0.2.7", "port": 8081})
    assert origins(own) == [
        "http://127.0.0.1:8081",
        "http://192.0.2.7:8081",
        "http://localhost:8081",
    ]


def test_the_public_address_is_allowed_without_its_path(settings: Settings) -> None:
    public = settings.model_copy(update={"public_url": "https://example.com/korean/"})
    assert "https://example.com" in origins(public)


def test_others_are_allowed_by_name(settings: Settings) -> None:
    others = settings.model_copy(update={"allowed_origins": ("https://app.example.com",)})
    assert "https://app.example.com" in origins(others)
    assert "https://app.example.com" not in origins(settings)
