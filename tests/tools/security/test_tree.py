"""Private keys and hosts without TLS are found, and what only looks like them is not."""

import subprocess
from pathlib import Path

import pytest

from app.platform.signing_keys import fresh_signing_key
from tools.security.tree import check_tree, found_in

PEM = "-----BEGIN " + "PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("docs/a.md", PEM, ["a private key"]),
        ("docs/a.md", fresh_signing_key(), ["a private key"]),
        (
            "app/a.py",
            '"http://cdn.tracker.io/a.js"',
            ["http://cdn.tracker.io is reached without TLS"],
        ),
        ("docs/a.md", "http://cdn.tracker.io", []),
        ("static/vendor/a.js", "http://cdn.tracker.io", []),
        ("app/a.py", "http://localhost:8080 http://127.0.0.1:1 http://a.example http://{host}", []),
        ("static/a.svg", 'xmlns="http://www.w3.org/2000/svg"', []),
        ("app/a.py", "https://cdn.tracker.io", []),
    ],
    ids=range(8),
)
def test_what_should_not_be_there_is_named(name: str, text: str, found: list[str]) -> None:
    assert list(found_in(name, text)) == found


def test_every_file_that_git_knows_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "server.key").write_text("")
    (tmp_path / "한글.txt").write_text(PEM)
    (tmp_path / "picture.png").write_bytes(b"\xff\xfe\xfa")
    (tmp_path / "gone.txt").write_text(PEM)
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "add", "-A"], check=True)
    (tmp_path / "gone.txt").unlink()
    (tmp_path / "unknown.pem").write_text(PEM)
    assert sorted(check_tree().findings) == [
        "server.key: a file of this name holds a secret",
        "한글.txt: a private key",
    ]
