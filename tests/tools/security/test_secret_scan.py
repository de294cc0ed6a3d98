"""What looks like a secret is in the baseline with a reason, or is a finding."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tools.security import secret_scan
from tools.security.secret_scan import check_secrets

pytest.importorskip("detect_secrets", reason="make install-security")


def answer(**files: list[str]) -> dict[str, Any]:
    return {
        "results": {file: [{"hashed_secret": one} for one in has] for file, has in files.items()}
    }


@pytest.fixture(autouse=True)
def _in_a_place_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(secret_scan, "EXPLAINED", {"known": "made up"})


def findings(now: dict[str, Any], kept: dict[str, Any], patch: pytest.MonkeyPatch) -> list[str]:
    secret_scan.BASELINE.write_text(json.dumps(kept))
    patch.setattr(secret_scan, "scan", lambda: now)
    return check_secrets().findings


def test_what_is_known_and_explained_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    same = answer(known=["a", "b"])
    assert findings(same, same, monkeypatch) == []


def test_what_is_new_what_is_gone_and_what_nobody_explained_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (new,) = findings(answer(known=["a", "b"]), answer(known=["a"]), monkeypatch)
    assert new.startswith("known: 1 new")
    (gone,) = findings(answer(), answer(known=["a"]), monkeypatch)
    assert gone.startswith("known: gone since the baseline")
    both = answer(other=["a"])
    assert findings(both, both, monkeypatch) == [
        "other: nothing says why what the baseline has is no secret"
    ]


def test_a_scan_finds_a_secret_and_the_baseline_holds_only_its_hash(tmp_path: Path) -> None:
    secret = "AKIA" + "QWERTYUIOPASDFGH"
    (tmp_path / "deploy.py").write_text(f'key = "{secret}"\n')
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "add", "-A"], check=True)
    secret_scan.write_baseline()
    kept = secret_scan.BASELINE.read_text()
    assert secret not in kept
    assert list(json.loads(kept)["results"]) == ["deploy.py"]
    assert "generated_at" not in kept
