"""The doctor says what is reachable, what is pending, and where settings come from."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from app.doctor import examine
from app.platform.settings import Settings
from app.platform.sql import execute
from app.platform.version import VERSION
from tests.smtp_server import MailServer
from tests.upstream import Upstream

SECRETS = ("sk-hunter2", "hunter3", "hunter4")


async def examined(settings: Settings, **changed: object) -> tuple[bool, str]:
    lines: list[str] = []
    well = await examine(settings.model_copy(update=changed), say=lines.append)
    return well, "\n".join(lines)


async def test_with_nothing_set_all_is_embedded_and_well(settings: Settings) -> None:
    well, said = await examined(settings)
    assert well
    assert f"dorandoran {VERSION}" in said
    assert "an embedded PostgreSQL" in said
    assert "an embedded Redis" in said
    assert "the offline tutor" in said
    assert "kept and shown at /development/mails" in said
    assert "starlette 1" in said


async def test_what_is_set_and_answers_is_told_with_its_version(
    settings: Settings, database: str, redis_url: str
) -> None:
    async with Upstream() as model:
        well, said = await examined(
            settings,
            database_url=SecretStr(database),
            redis_url=SecretStr(redis_url),
            openai_base_url=model.base_url,
            openai_model="gemma",
        )
    assert well
    assert "PostgreSQL 1" in said
    assert "schema:    newest" in said
    assert "redis:     Redis " in said
    assert "gemma answers" in said


@pytest.mark.parametrize(
    "changed",
    [
        {"database_url": SecretStr("postgresql://sam:hunter3@127.0.0.1:1/doran")},
        {"redis_url": SecretStr("redis://:hunter4@127.0.0.1:1")},
        {"openai_base_url": "http://127.0.0.1:1/v1", "openai_api_key": SecretStr("sk-hunter2")},
    ],
    ids=lambda changed: next(iter(changed)),
)
async def test_what_does_not_answer_is_told_and_is_not_well(
    settings: Settings, changed: dict[str, object]
) -> None:
    well, said = await examined(settings, **changed)
    assert not well
    assert not any(secret in said for secret in SECRETS)


async def test_pending_migrations_are_told_with_what_to_do(
    settings: Settings, database: str
) -> None:
    await execute("CREATE DATABASE unmigrated")
    empty = database.replace("/postgres?", "/unmigrated?")
    well, said = await examined(settings, database_url=SecretStr(empty))
    await execute("DROP DATABASE unmigrated WITH (FORCE)")
    assert not well
    assert "pending: 0001_initial" in said
    assert "run `dorandoran migrate`" in said


async def test_each_setting_is_told_with_where_it_comes_from_and_no_secret(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    (tmp_path / ".env").write_text("HOST=0.0.0.0\nPORT=9001\n")
    monkeypatch.setenv("PORT", "9002")
    _, said = await examined(
        settings,
        data_key=SecretStr("hunter4"),
        public_url="https://sam:hunter3@example.com",
    )
    origin = {words[0]: words[-1] for words in map(str.split, said.splitlines()) if words}
    assert (origin["HOST"], origin["PORT"], origin["LOG_LEVEL"]) == (
        ".env",
        "environment",
        "default",
    )
    assert "set, not shown" in said
    assert "https://***@example.com" in said
    assert not any(secret in said for secret in SECRETS)
    assert {name.upper() for name in Settings.model_fields} <= origin.keys()


async def test_an_smtp_server_that_is_set_is_spoken_to(settings: Settings) -> None:
    async with MailServer(password="hunter2") as server:
        url = f"smtp://ada:hunter2@127.0.0.1:{server.port}"
        well, said = await examined(settings, smtp_url=SecretStr(url))
        assert well
        assert f"SMTP at 127.0.0.1:{server.port} answers" in said
        well, said = await examined(settings, smtp_url=SecretStr(url.replace("2@", "3@")))
    assert not well
    assert "does not answer: SMTPAuthenticationError (535)" in said
    assert "hunter" not in said
    assert server.taken == []
