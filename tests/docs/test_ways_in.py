"""docs/ways-in.md says every way to a session, the limits and the fields that there really are."""

import msgspec

from app.accounts.administration.schemas import AccountShown, ChangeRole
from app.accounts.factors.proofs import FRESH
from app.accounts.lifecycle.schemas import ChangeEmail
from app.accounts.schemas import Credentials, NewAccount, NewGuest, NewPerson, Signed, User
from app.accounts.signing_in.origin import DEVICE_SECONDS
from app.platform.settings import Settings
from app.web.endpoints import ENDPOINTS
from realtime import Limits
from tests.docs.pages import coded, rows

DEFAULTS = {name: field.default for name, field in Settings.model_fields.items()}


def fields(*structs: type[msgspec.Struct]) -> set[str]:
    return {field for struct in structs for field in struct.__struct_fields__}


def test_every_endpoint_that_answers_with_tokens_is_written_down_and_no_other() -> None:
    written = [coded(row[0])[0] for row in rows("ways-in.md", "Every way to a session")]
    assert sorted(written) == sorted(end.does for end in ENDPOINTS if Signed in end.types)


def test_the_limits_of_sessions_are_those_of_the_code() -> None:
    written = {row[0]: row[1] for row in rows("ways-in.md", "Sessions")}
    assert list(written.values()) == [
        f"{DEFAULTS['access_token_seconds'] // 60} minutes",
        f"{DEFAULTS['session_days']} days",
        f"{DEFAULTS['session_longest_days']} days",
        f"{DEFAULTS['sessions_per_user']} sessions",
        f"{Limits().connections_per_user} open sockets",
        f"{FRESH.total_seconds() / 60:.0f} minutes",
        f"{DEVICE_SECONDS // 86_400} days",
    ]


def test_a_user_and_an_administrator_see_the_fields_that_are_written_down() -> None:
    table = rows("ways-in.md", "Who may read and write which field")
    read = {coded(row[0])[0]: row[1:] for row in table if coded(row[0])}
    of_user = {name for name, (own, _) in read.items() if own.startswith("reads")}
    of_administrator = {name for name, (_, other) in read.items() if other.startswith("reads")}
    assert fields(User) == of_user - {"open_sessions", "second_factor"}
    assert fields(AccountShown) == of_administrator


def test_nothing_else_is_written_by_whoever_enters_or_changes_an_account() -> None:
    table = rows("ways-in.md", "Who may read and write which field")
    written = {coded(row[0])[0] for row in table if coded(row[0]) and "writes" in row[1]}
    entering = fields(NewGuest, NewAccount, NewPerson, Credentials, ChangeEmail)
    assert entering - {"password"} == written - {"second_factor"}
    assert fields(ChangeRole) == {"role"}
