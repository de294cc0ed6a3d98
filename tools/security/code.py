"""Our own code, as bandit reads it; what is skipped stands in pyproject.toml and says why."""

import json
import subprocess
import sys

from tools.security.result import Result

FOLDERS = ("app", "realtime", "workers")


def check_code() -> Result:
    """Read all of it. A finding is repaired, or explained where it stands (`# nosec B… - why`)."""
    result = Result("code", looked_at=f"bandit over {', '.join(FOLDERS)}")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "bandit", "--quiet", "--configfile", "pyproject.toml"),
            *("--format", "json", "--recursive", *FOLDERS),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        result.findings.append(f"bandit did not run: {done.stderr.strip()[-200:]}")
        return result
    result.findings += [f"not read: {error['filename']}" for error in answer["errors"]]
    result.findings += [
        f"{one['filename']}:{one['line_number']} {one['test_id']} {one['issue_text']}"
        for one in answer["results"]
    ]
    return result
