"""A secret may stand in a file; what is in the way of that is one line without the secret."""

import os
from pathlib import Path

import pytest

from app.platform.secret_files import is_secret, without_files
from app.platform.settings import Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)


def file_of(text: str) -> str:
    path = Path("secret").resolve()
    path.write_bytes(text.encode())
    return str(path)


SECRETS = [name for name, field in Settings.model_fields.items() if is_secret(field)]


def test_secrets_are_the_settings_that_are_not_shown() -> None:
    assert {"data_key", "signing_key", "database_url", "openai_api_key"} <= set(SECRETS)
    assert not {"port", "public_url", "key_command"} & set(SECRETS)


@pytest.mark.parametrize("name", SECRETS)
def test_every_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    texts = {"database_url": "postgresql://u:p@h/d", "redis_url": "redis://h"}
    text = texts.get(name, "smtp://h" if name.endswith("_url") else "hunter2")
    # A provider is set whole or not at all.
    provider = name.removesuffix("_client_secret")
    if provider != name:
        monkeypatch.setenv(f"{provider.upper()}_CLIENT_ID", "doran")
    if provider == "oidc":
        monkeypatch.setenv("OIDC_ISSUER", "https://id.example")
    monkeypatch.setenv(f"{name.upper()}_FILE", file_of(f"{text}\n"))
    assert getattr(load_settings(), name).get_secret_value() == text


@pytest.mark.parametrize(
    ("content", "secret"),
    [
        ("a", "a"),
        ("a\n", "a"),
        ("a\r\n", "a"),
        ("a\n\n", "a\n"),
        (" a ", " a "),
        ("비밀\n", "비밀"),
    ],
)
def test_one_newline_at_the_end_is_not_the_secrets(
    monkeypatch: pytest.MonkeyPatch, content: str, secret: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY_FILE", file_of(content))
    found = load_settings().openai_api_key
    assert found is not None
    assert found.get_secret_value() == secret


def test_the_file_may_be_named_by_dotenv_and_names_are_read_in_any_case() -> None:
    Path(".env").write_text(f"openai_api_key_file={file_of('hunter2')}\n")
    found = load_settings().openai_api_key
    assert found is not None
    assert found.get_secret_value() == "hunter2"


def test_an_empty_variable_hides_the_file_that_dotenv_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text(f"OPENAI_API_KEY_FILE={file_of('hunter2')}\n")
    monkeypatch.setenv("OPENAI_API_KEY_FILE", "")
    assert load_settings().openai_api_key is None
    monkeypatch.setenv("OPENAI_API_KEY", "other")
    assert load_settings().openai_api_key is not None


@pytest.mark.parametrize("where", ["environment", ".env"])
def test_a_secret_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    monkeypatch.setenv("OPENAI_API_KEY_FILE", file_of("hunter2"))
    if where == ".env":
        Path(".env").write_text("OPENAI_API_KEY=hunter3\n")
    else:
        monkeypatch.setenv("OPENAI_API_KEY", "hunter3")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value) == (
        "OPENAI_API_KEY and OPENAI_API_KEY_FILE are both set: give one of them"
    )


def test_a_file_that_cannot_be_read_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for place, said in (
        (
            str(tmp_path / "nothing"),
            "OPENAI_API_KEY_FILE cannot be read: No such file or directory",
        ),
        (str(tmp_path), "OPENAI_API_KEY_FILE cannot be read: Is a directory"),
        (file_of("\n"), "OPENAI_API_KEY_FILE names an empty file"),
    ):
        monkeypatch.setenv("OPENAI_API_KEY_FILE", place)
        with pytest.raises(SettingsError) as refused:
            load_settings()
        assert str(refused.value) == said
    Path("secret").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(SettingsError, match="it is no text"):
        load_settings_from("secret", monkeypatch)


def load_settings_from(place: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("OPENAI_API_KEY_FILE", place)
    return load_settings()


def test_what_is_in_a_file_is_checked_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL_FILE", file_of("mysql://u:hunter2@h/d"))
    with pytest.raises(SettingsError, match=r"^DATABASE_URL: must be") as refused:
        load_settings()
    assert "hunter2" not in str(refused.value)


def test_a_child_is_told_an_address_although_a_file_was_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text(f"DATABASE_URL_FILE={file_of('postgresql://u:p@h/d')}\n")
    environment = {**without_files(("DATABASE_URL",)), "DATABASE_URL": "postgresql://u:p@other/d"}
    for name in os.environ.keys() - environment.keys():
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = load_settings().database_url
    assert found is not None
    assert found.get_secret_value() == "postgresql://u:p@other/d"
