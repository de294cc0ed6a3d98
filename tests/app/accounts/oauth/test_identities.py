"""Linking and unlinking: by whom, with what proof, and never so that nobody can come back in."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import pyotp
import pytest

from app.accounts import schemas
from app.accounts.events.models import AccountEvent
from app.accounts.factors.models import Passkey
from app.accounts.models import User
from app.accounts.oauth.models import Identity
from app.accounts.sessions.models import Session
from app.platform.audit.models import AuditEntry
from app.platform.clock import Clock
from app.platform.ids import new_id
from tests.app.accounts.meanwhile import end_everything, holding_user, somebody_waits
from tests.app.accounts.oauth.conftest import Browser, problem
from tests.oidc_provider import Account, OidcProvider

if TYPE_CHECKING:
    from tests.conftest import HandClock

GUEST = {"nickname": "하늘", "birth_year": 2000}


@pytest.fixture
def member(browser: Browser, registered: schemas.Signed) -> Browser:
    """A browser that is signed in by a password."""
    browser.token = registered.access_token
    return browser


async def test_a_provider_is_linked_and_then_opens_the_account(
    member: Browser, new_browser: Callable[[], Browser], registered: schemas.Signed
) -> None:
    linked = await member.link()
    assert linked.status_code == 201
    (shown,) = linked.json()["identities"]
    assert (shown["provider"], shown["name"]) == ("oidc", "School")
    listed = await member.ours.get("/api/v1/me/identities", headers=member.headers)
    assert listed.json() == linked.json()
    entered = await new_browser().enter()
    assert entered.json()["user"]["id"] == str(registered.user.id)


async def test_the_address_of_the_account_stays_its_own(member: Browser) -> None:
    await member.link()
    user = await User.get()
    assert (user.email, user.email_verified_at) == ("grace@example.com", None)


async def test_but_counts_as_verified_where_the_provider_verified_the_same(
    member: Browser, provider: OidcProvider, clock: "HandClock"
) -> None:
    provider.account = Account(email="Grace@Example.com")
    await member.link()
    user = await User.get()
    assert (user.email, user.email_verified_at) == ("grace@example.com", clock.now())


async def test_linking_is_told_to_all_and_written_down(member: Browser) -> None:
    await member.link()
    event, entry = await AccountEvent.get(), await AuditEntry.get()
    user = await User.get()
    assert event.type == "user.password_changed"
    assert event.body["what"] == "identity"
    assert event.body["kept_session"] == str((await Session.get()).id)
    assert (entry.actor, entry.action, entry.subject) == (
        str(user.id),
        "identity.linked",
        str(user.id),
    )
    assert entry.details == {"provider": "oidc"}


async def test_other_sessions_end_with_it_unless_they_are_to_stay(
    member: Browser, new_browser: Callable[[], Browser]
) -> None:
    other = new_browser()
    log_in = {"email": "grace@example.com", "password": "correct horse"}
    other.signed_in(await other.post("/api/v1/sessions", log_in))
    await member.link(end_other_sessions=False)
    await member.unlink(keep_others=True)
    assert (await other.ours.get("/api/v1/me", headers=other.headers)).status_code == 200
    await member.link()
    assert (await other.ours.get("/api/v1/me", headers=other.headers)).status_code == 401
    other.signed_in(await other.post("/api/v1/sessions", log_in))
    await member.unlink()
    assert (await other.ours.get("/api/v1/me", headers=other.headers)).status_code == 401
    assert (await member.ours.get("/api/v1/me", headers=member.headers)).status_code == 200


async def test_linking_asks_for_a_fresh_proof_at_both_ends_of_the_way(
    member: Browser, clock: "HandClock"
) -> None:
    clock.advance(550)
    place = await member.to_and_fro("link")
    clock.advance(60)
    late = await member.post("/api/v1/me/identities", {"ticket": place.rpartition("/")[2]})
    assert (late.status_code, problem(late)) == (403, "proof-needed")
    refused = await member.post("/api/v1/oauth/oidc", {"purpose": "link"})
    assert (refused.status_code, problem(refused)) == (403, "proof-needed")
    assert await Identity.all().count() == 0
    # After the proof the same ticket is still good.
    await Session.all().update(proved_at=clock.now())
    again = await member.post("/api/v1/me/identities", {"ticket": place.rpartition("/")[2]})
    assert again.status_code == 201


async def test_only_a_verified_address_can_be_linked(
    member: Browser, provider: OidcProvider
) -> None:
    for account in (Account(email_verified=False), Account(email=None, email_verified=True)):
        provider.account = account
        refused = await member.link()
        assert (refused.status_code, problem(refused)) == (403, "provider-email-unverified")
    assert await Identity.all().count() == 0


async def test_an_identity_belongs_to_one_account(
    member: Browser, new_browser: Callable[[], Browser], provider: OidcProvider
) -> None:
    await new_browser().register()
    refused = await member.link()
    assert (refused.status_code, problem(refused)) == (409, "identity-taken")
    assert await Identity.all().count() == 1


async def test_an_account_has_one_identity_of_each_provider(
    member: Browser, provider: OidcProvider
) -> None:
    await member.link()
    provider.account = Account(subject="43")
    refused = await member.link()
    assert (refused.status_code, problem(refused)) == (409, "identity-taken")
    assert [one.subject for one in await Identity.all()] == ["42"]


async def test_a_ticket_links_once(member: Browser) -> None:
    ticket = await member.ticket("link")
    answers = await asyncio.gather(
        *(member.post("/api/v1/me/identities", {"ticket": ticket}) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 410, 410, 410]


async def test_a_guest_becomes_a_full_account_that_keeps_everything(
    browser: Browser, new_browser: Callable[[], Browser], clock: "HandClock"
) -> None:
    guest = browser.signed_in(await browser.post("/api/v1/guests", GUEST))
    # However long ago they came: a guest has nothing to prove anything by.
    clock.advance(800)
    assert (await browser.link()).status_code == 201
    me = (await browser.ours.get("/api/v1/me", headers=browser.headers)).json()
    assert me == {
        **guest["user"],
        "email": "ada@example.com",
        "email_verified": True,
        "guest": False,
    }
    assert (await new_browser().enter()).json()["user"] == me


async def test_a_guest_does_not_get_the_address_of_an_account(
    browser: Browser, registered: schemas.Signed, provider: OidcProvider
) -> None:
    browser.signed_in(await browser.post("/api/v1/guests", GUEST))
    provider.account = Account(email="grace@example.com")
    refused = await browser.link()
    assert (refused.status_code, problem(refused)) == (409, "link-needed")
    assert await Identity.all().count() == 0


async def test_an_identity_is_unlinked(member: Browser, new_browser: Callable[[], Browser]) -> None:
    await member.link()
    assert (await member.unlink()).status_code == 204
    assert (await new_browser().enter()).status_code == 200
    assert (await AuditEntry.all().order_by("-id").first()).action == (  # type: ignore[union-attr]
        "identity.unlinked"
    )
    again = await member.unlink()
    assert (again.status_code, problem(again)) == (404, "not-found")


async def test_who_came_in_by_an_identity_is_out_when_it_is_unlinked(
    member: Browser, new_browser: Callable[[], Browser]
) -> None:
    await member.link()
    thief = new_browser()
    thief.signed_in(await thief.enter())
    await member.unlink()
    assert (await thief.ours.get("/api/v1/me", headers=thief.headers)).status_code == 401
    (ended,) = await Session.filter(ended_at__isnull=False)
    assert ended.ended_reason == "factor_changed"


async def test_unlinking_asks_for_a_fresh_proof(member: Browser, clock: "HandClock") -> None:
    await member.link()
    clock.advance(601)
    refused = await member.unlink()
    assert (refused.status_code, problem(refused)) == (403, "proof-needed")


async def test_the_last_way_in_stays(browser: Browser) -> None:
    await browser.register()
    refused = await browser.unlink()
    assert (refused.status_code, problem(refused)) == (409, "last-way-in")
    assert await Identity.all().count() == 1


async def test_a_passkey_is_another_way_in(browser: Browser, clock: Clock) -> None:
    await browser.register()
    await Passkey.create(
        id=new_id(),
        user_id=(await User.get()).id,
        credential_id=b"c",
        public_key=b"k",
        sign_count=0,
        name="phone",
        transports=[],
        backed_up=True,
        created_at=clock.now(),
    )
    assert (await browser.unlink()).status_code == 204


async def add_identity(issuer: str, clock: Clock) -> None:
    await Identity.create(
        id=new_id(),
        user_id=(await User.get()).id,
        provider="naver",
        issuer=issuer,
        subject="1",
        created_at=clock.now(),
        last_used_at=clock.now(),
    )


async def test_another_identity_is_one_only_while_its_provider_is_switched_on(
    browser: Browser, provider: OidcProvider, clock: Clock
) -> None:
    await browser.register()
    await add_identity("https://switched-off.example", clock)
    assert problem(await browser.unlink()) == "last-way-in"
    await Identity.filter(provider="naver").update(issuer=provider.issuer)
    assert (await browser.unlink()).status_code == 204


async def test_what_was_linked_is_listed_also_when_its_provider_is_switched_off(
    browser: Browser, clock: Clock
) -> None:
    await browser.register()
    await add_identity("https://switched-off.example", clock)
    listed = await browser.ours.get("/api/v1/me/identities", headers=browser.headers)
    assert [one["name"] for one in listed.json()["identities"]] == ["School", "naver"]


async def test_two_ways_in_that_are_dropped_at_once_leave_one(
    browser: Browser, provider: OidcProvider, clock: Clock
) -> None:
    await browser.register()
    await add_identity(provider.issuer, clock)
    answers = await asyncio.gather(browser.unlink("oidc"), browser.unlink("naver"))
    assert sorted(answer.status_code for answer in answers) == [204, 409]


async def test_nobody_sees_or_unlinks_what_is_another_s(
    member: Browser, new_browser: Callable[[], Browser]
) -> None:
    other = new_browser()
    await other.register()
    listed = await member.ours.get("/api/v1/me/identities", headers=member.headers)
    assert listed.json() == {"identities": []}
    assert (await member.unlink()).status_code == 404
    assert await Identity.all().count() == 1
    for path in ("/api/v1/me/identities",):
        assert (await new_browser().ours.get(path)).status_code == 401


async def test_who_comes_in_while_their_identity_is_unlinked_does_not(
    member: Browser,
    new_browser: Callable[[], Browser],
    registered: schemas.Signed,
    database: str,
) -> None:
    await member.link()
    sessions = await Session.all().count()
    async with holding_user(database, registered.user.id) as beside:
        entering = asyncio.create_task(new_browser().enter())
        await somebody_waits(beside)
        await beside.execute("DELETE FROM identities")
    assert problem(await entering) == "unauthenticated"
    assert await Session.all().count() == sessions


async def test_a_second_step_after_an_identity_that_is_unlinked_by_then_is_none(
    member: Browser, new_browser: Callable[[], Browser], clock: "HandClock"
) -> None:
    await member.link(end_other_sessions=False)
    begun = (await member.post("/api/v1/me/totp", {})).json()
    app = pyotp.TOTP(begun["secret"])
    await member.post("/api/v1/me/totp/confirmed", {"code": app.at(clock.now())})
    half = await new_browser().enter()
    assert half.status_code == 202
    assert (await member.unlink()).status_code == 204
    clock.advance(30)
    second = {"ticket": half.json()["second_factor"], "code": app.at(clock.now())}
    finished = await new_browser().post("/api/v1/sessions/second-factor", second)
    assert problem(finished) == "unauthenticated"


async def test_linking_waits_for_what_ends_everything_of_the_account(
    member: Browser, registered: schemas.Signed, database: str
) -> None:
    ticket = await member.ticket("link")
    async with holding_user(database, registered.user.id) as beside:
        linking = asyncio.create_task(member.post("/api/v1/me/identities", {"ticket": ticket}))
        await somebody_waits(beside)
        await end_everything(beside, registered.user.id)
    assert problem(await linking) == "ticket-invalid"
