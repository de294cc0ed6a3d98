"""docs/security.md names every secret and everybody who is called; components are pinned."""

import ast
import re
from pathlib import Path

import pytest

from app.platform.secret_files import is_secret
from app.platform.settings import Settings
from tests.docs.pages import ROOT, coded, rows, section

# What opens connections over HTTP or SMTP, and the modules that may: each calls what the page says,
# at an address from the settings. PostgreSQL and Redis are reached through app/platform.
OAUTH = {
    f"app/accounts/oauth/{name}.py"
    for name in ("authorization_code", "id_token", "openid", "outgoing", "plain")
}
SPEAKERS = {
    "authlib": OAUTH,
    "httpx2": {"app/accounts/oauth/outgoing.py", "app/llm/upstream.py"},
    # `dorandoran up` asks the server that it started whether it is ready.
    "aiohttp": {"app/accounts/passwords/breaches.py", "app/llm/upstream.py", "app/up.py"},
    "openai": {"app/llm/upstream.py"},
    "aiosmtplib": {"app/platform/mail/smtp.py"},
    **{name: set[str]() for name in ("urllib.request", "requests", "http.client", "smtplib")},
}


def imports(path: Path) -> set[str]:
    """Return the modules that a file imports, with what they are in."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                found |= {one.name for one in names}
            case ast.ImportFrom(module=str(module), level=0, names=names):
                found |= {module, *(f"{module}.{one.name}" for one in names)}
    return {".".join(name.split(".")[:end]) for name in found for end in (1, 2)}


def test_every_secret_is_in_the_list_of_keys() -> None:
    secrets = {name.upper() for name, field in Settings.model_fields.items() if is_secret(field)}
    assert secrets <= set(coded(section("security.md", "Keys")))


def test_every_address_that_is_called_is_a_setting() -> None:
    named = [name for row in rows("security.md", "What the server calls") for name in coded(row[1])]
    settings = {name for name in named if name.isupper()}
    assert {name.lower() for name in settings} <= Settings.model_fields.keys()
    addresses = {
        name.upper()
        for name in Settings.model_fields
        if re.search(r"_(url|issuer|command)$", name) and name != "public_url"
    }
    assert settings == addresses


@pytest.mark.parametrize("package", SPEAKERS)
def test_nobody_else_speaks_to_others(package: str) -> None:
    speaking = {
        path.relative_to(ROOT).as_posix()
        for room in ("app", "workers")
        for path in (ROOT / room).rglob("*.py")
        if package in imports(path)
    }
    assert speaking == SPEAKERS[package]


def test_every_component_is_pinned_with_its_hashes() -> None:
    files = sorted((ROOT / "requirements").glob("*.txt"))
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8").replace("\\\n", " ")
        for line in text.splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                assert re.match(r"\S+==\S+ .*--hash=sha256:[0-9a-f]{64}", line), (file.name, line)
