"""What should be in no tree: private keys, and other hosts reached without TLS."""

import re
import subprocess
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

from tools.security.result import Result

KEY_FILES = ("*.pem", "*.key", "*.p12", "*.pfx", "*.jks", "*.jwk", "id_rsa*", "id_ed25519*", ".env")
KEY_TEXTS = (
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    re.compile(r'"d"\s*:\s*"[A-Za-z0-9_-]{40,}"'),
)
SHIPPED = ("app/", "realtime/", "workers/", "static/", "docker/", "examples/", ".github/")
NOT_OURS = ("static/vendor/",)
PLAIN = re.compile(r"http://([A-Za-z0-9.-]*\.[A-Za-z]{2,})")
# Names of things (XML), and hosts that are none (RFC 2606).
NO_HOSTS = ("www.w3.org", "example.com", "example.org", "*.example", "127.0.0.*")


def check_tree() -> Result:
    """Look through every file that git knows."""
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True)
    result = Result("tree", looked_at="private keys; hosts without TLS")
    for name in filter(None, listed.stdout.split("\0")):
        if any(fnmatch(Path(name).name, pattern) for pattern in KEY_FILES):
            result.findings.append(f"{name}: a file of this name holds a secret")
        text = read_text(Path(name))
        if text is not None:
            result.findings += [f"{name}: {what}" for what in found_in(name, text)]
    return result


def found_in(name: str, text: str) -> Iterable[str]:
    """Say what is in a file that should not be."""
    if any(pattern.search(text) for pattern in KEY_TEXTS):
        yield "a private key"
    if name.startswith(SHIPPED) and not name.startswith(NOT_OURS):
        for host in sorted(set(PLAIN.findall(text))):
            if not any(fnmatch(host, pattern) for pattern in NO_HOSTS):
                yield f"http://{host} is reached without TLS"


def read_text(path: Path) -> str | None:
    """Return a file's text, None where it is none, or is gone."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
