"""Known holes of every pinned dependency, as pip-audit's advisory service knows them."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.security.result import Result

# Holes that do not concern us: the advisory's id and why. Each is looked at again with the pins.
ACCEPTED: dict[str, str] = {}


def check_dependencies(files: Sequence[Path]) -> Result:
    """Ask about every file of pinned requirements."""
    result = Result("dependencies", looked_at=", ".join(file.name for file in files))
    for file in files:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip"),
                *("--progress-spinner", "off", "--format", "json", "--requirement", str(file)),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        read_answer(result, file.name, done.stdout, done.stderr)
    return result


def read_answer(result: Result, name: str, answer: str, complaint: str) -> None:
    """Add what pip-audit says of one file: it exits with 0 also where it could ask nobody."""
    try:
        packages: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError):
        last = complaint.strip().splitlines()[-1:] or ["it says nothing"]
        result.unchecked.append(f"{name}: the advisory service did not answer: {last[0]}")
        return
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if skipped:
        result.unchecked.append(
            f"{name}: the advisory service knows nothing of {len(skipped)} of "
            f"{len(packages)} packages ({', '.join(skipped[:3])} …): is it reachable?"
        )
    for package in packages:
        for hole in package.get("vulns", []):
            if hole["id"] not in ACCEPTED:
                fixed = ", ".join(hole["fix_versions"]) or "none yet"
                found = f"{package['name']} {package['version']}: {hole['id']}, fixed in {fixed}"
                result.findings.append(f"{found} ({name})")
