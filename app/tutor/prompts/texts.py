"""The prompt texts and their versions, read from the files beside them."""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

_DIRECTORY: Final = Path(__file__).parent / "data"
_VERSION_LINE: Final = re.compile(r"version: (\d+)\n\n")

# Every file a prompt is made of; the first is its unchanging beginning.
_FILES: Final = {
    "feedback": ("feedback.md",),
    "words": ("words.md",),
    "reply": ("conversation.md", "voices.toml"),
}


def prompt_text(agent: str) -> str:
    """Return the unchanging beginning of an agent's system prompt.

    Raises KeyError if there is no such agent.
    """
    return _numbered(agent)[1]


@cache
def _numbered(agent: str) -> tuple[str, str]:
    """Return the number and the text of an agent's first file."""
    content = (_DIRECTORY / _FILES[agent][0]).read_text(encoding="utf-8")
    line = _VERSION_LINE.match(content)
    if line is None:
        raise ValueError(f"{_FILES[agent][0]} has to begin with 'version: ' and a number")
    return line.group(1), content[line.end() :].strip()


def _version(agent: str) -> str:
    digest = hashlib.sha256()
    for name in _FILES[agent]:
        digest.update((_DIRECTORY / name).read_bytes())
    return f"{_numbered(agent)[0]}-{digest.hexdigest()[:8]}"


# The number is for people, the digest sees to it that no change goes without a new version.
PROMPT_VERSION: Final = {agent: _version(agent) for agent in _FILES}
