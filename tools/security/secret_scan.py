"""What looks like a secret in the tree, against .secrets.baseline: what does and is none."""

import json
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from tools.security.result import Result

BASELINE = Path(".secrets.baseline")
# Generated, vendored or data: hashes of packages and Korean words look like secrets all the time.
LEFT_OUT = (
    r"(\.tsv$|\.svg$|^static/vendor/|^requirements/.*\.txt$|^docs/(korean|asvs)/|"
    r"^docs/(openapi|asyncapi)\.json$|^\.secrets\.baseline$)"
)
# Why what is in the baseline is no secret; a file that no line here names may have nothing there.
EXPLAINED = {
    "tests/*": "made up for the test that it stands in; it opens nothing anywhere else",
    "tools/bench_realtime/*": "of a server that lives as long as one measurement",
    "tools/configuration_page.py": "an example of a configuration, which says so",
    "docs/realtime-configuration.md": "the same example",
    "static/texts/*": "the word `password` as the page shows it",
    "migrations/*": "the names of indexes",
    "app/accounts/factors/codes/recovery_code.py": "the alphabet that codes are drawn from",
    "app/accounts/factors/proving.py": "what is said of a field of that name",
    "app/accounts/passwords/service.py": "what is said of a field of that name",
    "app/platform/mail_settings.py": "the form of an address, which says so",
    "app/platform/production.py": "the key printed in RFC 8037, which production refuses",
    "docs/settings.md": "the same form",
    "tools/bench_timing.py": "of accounts that live as long as one measurement",
}

Found = dict[str, set[str]]


def check_secrets() -> Result:
    """Scan every file that git knows."""
    result = Result("secrets", looked_at="detect-secrets over all files")
    now, kept = _hashes(scan()), _hashes(json.loads(BASELINE.read_text()))
    for file, secrets in sorted(now.items()):
        result.findings += [
            f"{file}: {len(secrets - kept.get(file, set()))} new: a secret? If it is none: "
            "`make secrets-baseline`, and say why in tools/security/secret_scan.py"
        ] * bool(secrets - kept.get(file, set()))
    for file, secrets in sorted(kept.items()):
        if secrets - now.get(file, set()):
            result.findings.append(f"{file}: gone since the baseline: `make secrets-baseline`")
        if not any(fnmatch(file, pattern) for pattern in EXPLAINED):
            result.findings.append(f"{file}: nothing says why what the baseline has is no secret")
    return result


def scan() -> dict[str, Any]:
    """Return what detect-secrets says."""
    done = subprocess.run(
        [sys.executable, "-m", "detect_secrets", "scan", "--exclude-files", LEFT_OUT],
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def write_baseline() -> None:
    """Keep what looks like a secret now: hashes and places, never the text."""
    answer = scan()
    # Otherwise each run would change the file.
    del answer["generated_at"]
    BASELINE.write_text(json.dumps(answer, indent=1, sort_keys=True) + "\n")


def _hashes(answer: dict[str, Any]) -> Found:
    return {
        file: {str(one["hashed_secret"]) for one in found}
        for file, found in answer["results"].items()
    }
