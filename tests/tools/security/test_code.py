"""Our own code is read by bandit, and what is skipped says why."""

import tomllib
from pathlib import Path

import pytest

from tools.security.code import check_code

pytest.importorskip("bandit", reason="make install-security")


def test_a_hole_in_the_code_is_named_by_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.bandit]\nskips = []\n")
    for folder in ("app", "realtime", "workers"):
        (tmp_path / folder).mkdir()
    (tmp_path / "app" / "bad.py").write_text("import hashlib\n\nhashlib.md5(b'x')\n")
    (finding,) = check_code().findings
    assert finding.startswith("app/bad.py:3 B324 ")


def test_every_exception_says_why() -> None:
    root = Path(__file__).parents[3]
    skips = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["bandit"]["skips"]
    text = (root / "pyproject.toml").read_text()
    for skip in skips:
        (line,) = (line for line in text.splitlines() if f'"{skip}"' in line)
        assert "#" in line
    for folder in ("app", "realtime", "workers"):
        for file in (root / folder).rglob("*.py"):
            for line in file.read_text().splitlines():
                if "nosec" in line:
                    assert " - " in line.partition("nosec")[2], f"{file}: {line}"
