"""Making a letter of its text: `{name}` replaced, plain and as HTML.

Nothing that anybody typed stands in a letter, neither nicknames nor addresses: whoever registers
with a stranger's address would have us send words of theirs. Values are our own: links, dates,
names of devices from a list.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files

from app.platform.mail.letter import Letter

FALLBACK = "en"
LANGUAGES = ("en", "ko")
LINK = "{link}"
# These are words of ours; the letter says those that it knows in its language.
TRANSLATED = {"what", "role", "device", "place"}
PLACEHOLDER = re.compile(r"\{(\w+)\}")

HTML = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{subject}</title></head>
<body style="margin:0;padding:24px;background:#f6f5f2;color:#222;font:16px/1.6 sans-serif">
<div style="max-width:32em;margin:0 auto;padding:24px;background:#fff;border-radius:12px">
{paragraphs}
<p style="color:#666">{sign_off}</p>
</div>
</body>
</html>
"""
BUTTON = (
    '<p><a href="{link}" style="display:inline-block;padding:10px 18px;border-radius:8px;'
    'background:#2d5d4f;color:#fff;text-decoration:none">{label}</a></p>'
)


def letter(kind: str, language: str, **values: str) -> Letter:
    """Return the letter of `kind` in `language` (English where there is none in it).

    Kinds, and the values they need: `verify_email`, `reset_password`, `email_change_confirm`
    (link); `factor_changed` (what: `passkey`, `totp`, `recovery_codes`, `identity`);
    `role_changed` (role); `new_log_in` (device, place, at); `deletion_asked` (date);
    `email_changed`, `password_changed`, `session_ended_reuse`, `account_suspended`,
    `account_reactivated`, `deletion_done`. Raises `KeyError` for another kind or a missing value.
    """
    used = language if language in LANGUAGES else FALLBACK
    texts = _texts(used)
    found, frame = texts[kind], texts["frame"]
    own = {
        name: texts["values"].get(value, value) if name in TRANSLATED else value
        for name, value in values.items()
    }
    paragraphs = [_with_frame(part, frame) for part in found["text"].strip().split("\n\n")]
    return Letter(
        subject=found["subject"],
        text="\n\n".join([*(_filled(part, own) for part in paragraphs), frame["sign_off"]]) + "\n",
        html=HTML.format(
            language=used,
            subject=escape(found["subject"]),
            paragraphs="\n".join(
                _as_html(part, own, button=found.get("button", "")) for part in paragraphs
            ),
            sign_off=escape(frame["sign_off"]),
        ),
    )


def _as_html(paragraph: str, values: Mapping[str, str], *, button: str) -> str:
    escaped = {name: escape(value) for name, value in values.items()}
    if paragraph == LINK:
        return BUTTON.format(link=escaped["link"], label=escape(button))
    return f"<p>{_filled(escape(paragraph), escaped)}</p>".replace("\n", "<br>\n")


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Replace each `{name}` once: what a value holds is not looked into."""
    return PLACEHOLDER.sub(lambda found: values[found.group(1)], text)


def _with_frame(text: str, frame: Mapping[str, str]) -> str:
    """Put in the sentences that letters share, and leave the values for later."""
    return PLACEHOLDER.sub(lambda found: frame.get(found.group(1), found.group(0)), text)


@cache
def _texts(language: str) -> dict[str, dict[str, str]]:
    source = files(__package__ or "app.accounts.letters") / f"{language}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
