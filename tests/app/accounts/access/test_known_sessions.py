"""What a process knows of sessions is bounded, and forgotten when something changes."""

from uuid import UUID, uuid4

from app.accounts.access.known_sessions import MOST_TOKENS, KnownSessions
from app.platform.principal import Principal


def session_of(user_id: UUID | None = None) -> Principal:
    return Principal(user_id or uuid4(), uuid4(), "user", 2000, "en")


def test_a_session_is_known_with_the_tokens_that_were_seen() -> None:
    known, principal, jti = KnownSessions(), session_of(), uuid4()
    assert known.get(principal.session_id) is None
    known.keep(principal)
    known.keep(principal, jti)
    found = known.get(principal.session_id)
    assert found is not None
    assert (found.principal, found.tokens) == (principal, {jti})


def test_a_session_is_forgotten_and_the_users_others_are_not() -> None:
    known, one = KnownSessions(), session_of()
    other = session_of(one.user_id)
    known.keep(one)
    known.keep(other)
    known.forget_session(one.session_id)
    assert known.get(one.session_id) is None
    assert known.get(other.session_id) is not None


def test_a_user_is_forgotten_with_all_sessions_and_nobody_else() -> None:
    known, one, stranger = KnownSessions(), session_of(), session_of()
    other = session_of(one.user_id)
    for principal in (one, other, stranger):
        known.keep(principal)
    known.forget_user(one.user_id)
    assert known.get(one.session_id) is known.get(other.session_id) is None
    assert known.get(stranger.session_id) is not None


def test_forgetting_is_counted_also_where_nothing_was_known() -> None:
    known = KnownSessions()
    known.forget_session(uuid4())
    known.forget_user(uuid4())
    assert known.changes == 2


def test_the_session_that_was_not_seen_for_longest_is_forgotten_first() -> None:
    known = KnownSessions(most=2)
    first, second, third = session_of(), session_of(), session_of()
    known.keep(first)
    known.keep(second)
    known.get(first.session_id)
    known.keep(third)
    assert known.get(second.session_id) is None
    assert known.get(first.session_id) is not None
    assert known.get(third.session_id) is not None


def test_nothing_is_left_of_users_who_were_forgotten() -> None:
    known = KnownSessions(most=3)
    for _ in range(10):
        known.keep(session_of())
    assert len(known._of_user) == 3


def test_tokens_of_one_session_do_not_pile_up() -> None:
    known, principal = KnownSessions(), session_of()
    known.keep(principal)
    found = known.get(principal.session_id)
    assert found is not None
    for _ in range(MOST_TOKENS * 3 + 1):
        found.saw(uuid4())
    assert len(found.tokens) <= MOST_TOKENS
