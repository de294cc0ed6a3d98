"""docs/permissions.md: roles, what each route and command needs, and how often it may be asked."""

from app.accounts.signing_in.delays import ADDRESS, OWN, STRANGERS, Pace
from app.platform.permissions import ROLES, Permission
from app.platform.rates.classes import RATES
from app.platform.rates.rate import Rate
from app.web.asyncapi import COMMANDS as RPC
from app.web.endpoints import ENDPOINTS
from app.web.who_may import CHANNELS, COMMANDS, ROUTES, needed

SECONDS = {1: "second", 60: "minute", 3600: "hour", 86_400: "day"}
PACES = {
    "one account from one device or address, since the last right one": OWN,
    "one account from wherever it never signed in, in a day": STRANGERS,
    "one address on all accounts, in an hour": ADDRESS,
}


def permissions_page() -> str:
    """Return the page."""
    return "\n".join([*_roles(), *_routes(), *_sockets(), *_rates(), *_guesses()]) + "\n"


def _roles() -> list[str]:
    table = [["permission", *(f"`{role}`" for role in ROLES)]]
    table += [
        [f"`{one}`", *("yes" if one in held else "" for held in ROLES.values())]
        for one in Permission
    ]
    return [
        "# Who may do what, and how often",
        "",
        "Made from the code by `make docs`; `tests/app/web/test_walk.py` asks every route and",
        "every command with no token, with tokens that do not count, as each role, and for what is",
        "another learner's, and fails where an answer is not as it stands here.",
        "",
        "A role is a set of permissions (`app/platform/permissions.py`). A role that is not in the",
        "table holds none. What belongs to somebody is found by its owner: another learner's room",
        "is answered like one that is not there.",
        "",
        *_table(table),
        "",
    ]


def _routes() -> list[str]:
    rows = [["route", "needs"]]
    for end in ENDPOINTS:
        needs = f"`{needed(ROUTES, end.path)}`" if end.signed_in else "nothing"
        rows.append([f"`{end.does}`", needs])
    return ["## Routes", "", *_table(rows), ""]


def _sockets() -> list[str]:
    commands = [["command", "needs"]]
    commands += [[f"`{name}`", f"`{needed(COMMANDS, name)}`"] for name in RPC]
    channels = [["channel", "who may hear it"], *([name, who] for name, who in CHANNELS.items())]
    return ["## Commands over the socket", "", *_table(commands), "", *_table(channels), ""]


def _rates() -> list[str]:
    rows = [["class of routes", "a user", "an address", "counted"]]
    for kind, pair in RATES.items():
        counted = "over all replicas" if pair.shared else "by each process"
        rows.append([f"`{kind}`", _shown(pair.by_user), _shown(pair.by_address), counted])
    return [
        "## How often",
        "",
        "In a window that slides. Beyond it the answer is 429 with `Retry-After`; every limited",
        "answer says what is left in `RateLimit` and `RateLimit-Policy`",
        "(draft-ietf-httpapi-ratelimit-headers-10). `RATE_LIMITS` changes single ones, and",
        "EXEMPT_ADDRESSES are not limited. An IPv6 address counts as its /64.",
        "",
        *_table(rows),
        "",
    ]


def _guesses() -> list[str]:
    rows = [["wrong guesses at", "free", "then a wait of, doubled each time", "up to"]]
    rows += [[what, str(pace.free), *_waits(pace)] for what, pace in PACES.items()]
    return [
        "## Guesses",
        "",
        "At passwords, one-time codes and recovery codes, each by itself. Who waits is answered",
        "429 with `Retry-After`, and nothing is looked at. A device that signed in to the account",
        "in the last 30 days waits for its own mistakes alone, an address that did for those from",
        "there: so no stranger can shut a learner out where they are at home, and who is elsewhere",
        "gets in by a passkey, a provider, or a link by mail, which makes the place known.",
        "",
        *_table(rows),
    ]


def _waits(pace: Pace) -> tuple[str, str]:
    return f"{pace.first} seconds", f"{pace.longest // 60} minutes"


def _shown(rate: Rate) -> str:
    return f"{rate.limit} a {SECONDS[rate.seconds]}"


def _table(rows: list[list[str]]) -> list[str]:
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    return [head, f"| {' | '.join('---' for _ in rows[0])} |", *body]
