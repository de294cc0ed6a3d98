"""In development, without an SMTP server: the e-mails that were posted, for whoever sits here.

They hold links that let somebody in, so this page is there for this machine alone.
"""

import re
from html import escape
from ipaddress import ip_address
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute

from app.platform.address_range import client_host
from app.platform.errors import NotFound
from app.platform.mail.models import Mail
from app.platform.mail.post import Envelope, opened
from app.platform.routing import GuardedRoute
from app.platform.sealing import Sealer
from app.platform.settings import Settings

PATH = "/development/mails"
MOST = 100
# Whoever sends one of these speaks for somebody else.
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
# Under another name a page of a stranger's would read this one (DNS rebinding).
OWN_NAMES = {"localhost", "127.0.0.1", "::1"}
# The HTML stands in a frame of its own that runs nothing and loads nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>E-mails</title></head>
<body style="font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em">
<h1>E-mails</h1>
{inside}
</body>
</html>
"""


def is_shown(settings: Settings) -> bool:
    """Say whether e-mails are kept and shown instead of sent."""
    return settings.environment == "development" and settings.smtp_url is None


def development_mail_routes(settings: Settings, sealer: Sealer) -> list[BaseRoute]:
    """Return `/development/mails` and one for each e-mail; none where e-mails are sent."""
    if not is_shown(settings):
        return []
    endpoints = _Endpoints(sealer, address=settings.address)
    return [
        GuardedRoute(f"GET {PATH}", endpoints.list, needs=None),
        GuardedRoute(f"GET {PATH}/{{mail_id}}", endpoints.show, needs=None),
    ]


class _Endpoints:
    def __init__(self, sealer: Sealer, *, address: str) -> None:
        self._sealer = sealer
        # Links in the text lead here or are none.
        self._links = re.compile(re.escape(escape(address)) + r"[^\s<]+")

    async def list(self, request: Request) -> Response:
        _require_this_machine(request)
        rows = await Mail.all().exclude(kind="nothing").order_by("-created_at").limit(MOST)
        items = "\n".join(self._item(row) for row in rows)
        return _page(f"<ul>\n{items}\n</ul>" if rows else "<p>Nothing was posted yet.</p>")

    async def show(self, request: Request) -> Response:
        _require_this_machine(request)
        try:
            mail = await Mail.get_or_none(id=UUID(request.path_params["mail_id"]))
        except ValueError:
            mail = None
        if mail is None:
            raise NotFound("There is no such e-mail")
        return _page(self._shown(opened(mail, self._sealer)))

    def _item(self, row: Mail) -> str:
        envelope = opened(row, self._sealer)
        return (
            f'<li>{row.created_at:%Y-%m-%d %H:%M:%S} <a href="{PATH}/{row.id}">'
            f"{escape(envelope.letter.subject)}</a> to {escape(envelope.to)}</li>"
        )

    def _shown(self, envelope: Envelope) -> str:
        letter = envelope.letter
        text = self._links.sub(r'<a href="\g<0>">\g<0></a>', escape(letter.text))
        return (
            f'<p><a href="{PATH}">All e-mails</a></p>\n<h2>{escape(letter.subject)}</h2>\n'
            f"<p>To {escape(envelope.to)}</p>\n"
            f'<pre style="white-space:pre-wrap">{text}</pre>\n'
            '<iframe sandbox title="The same as HTML" '
            'style="width:100%;height:30em;border:1px solid #ccc" '
            f'srcdoc="{escape(letter.html)}"></iframe>'
        )


def _page(inside: str) -> Response:
    headers = {"cache-control": "no-store", "content-security-policy": POLICY}
    return HTMLResponse(PAGE.format(inside=inside), headers=headers)


def _require_this_machine(request: Request) -> None:
    """Raise `NotFound` for whoever is not on loopback, or comes through a proxy that is."""
    host = client_host(request.scope)
    try:
        here = ip_address(host).is_loopback
    except ValueError:
        here = False
    forwarded = any(name in request.headers for name in FORWARDED)
    if not here or forwarded or request.url.hostname not in OWN_NAMES:
        raise NotFound("there is nothing at this address")
