"""Writes what docs/ has from code and data: settings, API, rules, ASVS; `--check` only compares."""

import json
import sys
from pathlib import Path

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from app.platform.secret_files import is_secret
from app.platform.settings import Settings
from app.web.asyncapi import asyncapi
from app.web.openapi import openapi
from tools.asvs.page import asvs_page
from tools.configuration_page import configuration_page
from tools.korean_pages import korean_pages
from tools.permissions_page import permissions_page

DOCS = Path(__file__).parents[1] / "docs"


def settings_page() -> str:
    """Return docs/settings.md."""
    lines = [
        "# Settings",
        "",
        "Read once at the start, from the environment first and then from a file `.env`. Made from",
        "`app/platform/*settings.py` by `make docs`; `dorandoran doctor` says what is in force and",
        "where it came from. A secret (marked 🔒) may stand in a file instead: `DATA_KEY_FILE`",
        "names one whose content, but for its last newline, is `DATA_KEY`. Both is an error.",
        "",
        "| setting | default | meaning |",
        "| --- | --- | --- |",
    ]
    for name, field in _settings():
        default = "" if field.default in {None, PydanticUndefined} else field.default
        if isinstance(default, (SecretStr, tuple)):
            default = ""
        shown = f"`{default}`" if default != "" else ""
        shown = "🔒" if is_secret(field) else shown
        lines.append(f"| `{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(lines) + "\n"


def _settings() -> list[tuple[str, FieldInfo]]:
    """Return the settings in the order of their files: pydantic puts inherited ones first."""
    own = Settings.__annotations__
    return sorted(Settings.model_fields.items(), key=lambda one: one[0] not in own)


def documents() -> dict[Path, str]:
    """Return every generated file with its text."""
    return {
        DOCS / "settings.md": settings_page(),
        DOCS / "realtime-configuration.md": configuration_page(),
        DOCS / "asvs.md": asvs_page(),
        DOCS / "permissions.md": permissions_page(),
        DOCS / "openapi.json": _json(openapi()),
        DOCS / "asyncapi.json": _json(asyncapi()),
        **{DOCS / "korean" / name: page for name, page in korean_pages().items()},
    }


def outdated(made: dict[Path, str]) -> list[Path]:
    """Return the pages of rules that are no more: those that are not among the made ones."""
    return [path for path in sorted((DOCS / "korean").glob("*.md")) if path not in made]


def _json(document: dict[str, object]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write the files, or say which are not as the code is."""
    made = documents()
    stale = [
        path
        for path, text in made.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    gone = outdated(made)
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.name} is not as the code says: run `make docs`")
        for path in gone:
            print(f"{path.name} is about a rule that is no more: run `make docs`")
        return 1 if stale or gone else 0
    for path in gone:
        path.unlink()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
