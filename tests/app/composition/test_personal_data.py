"""Whatever the house holds about a user is in their export, and gone when they are erased."""

import json
import secrets
from collections.abc import AsyncIterator, Mapping
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from app.accounts.events.models import AccountEvent
from app.accounts.factors.proofs import Proofs
from app.accounts.lifecycle.deletion import GRACE
from app.accounts.lifecycle.erasure import GUESTS_GRACE
from app.accounts.lifecycle.export import CHUNK, Export
from app.accounts.lifecycle.personal_data import Record
from app.accounts.models import FormerAddress, User
from app.composition.personal_data import persona_names
from app.costs.models import Usage
from app.platform.audit.models import AuditEntry
from app.platform.ids import new_id
from app.platform.mail.models import Mail
from app.platform.sealing import Sealer
from app.platform.sql import fetch
from app.rooms.models import Request
from tests.app.composition.a_whole_life import EMAIL, SAID, House
from tests.app.replica import learner
from tests.conftest import HandClock

# What is about nobody, or may and must outlive a user, each with its reason.
NOT_A_USERS = {
    "tortoise_migrations": "the schema's own",
    "personas": "seeded",
    "persona_closenesses": "seeded",
    "data_keys": "keys of the house",
    "audit_entries": "append-only; ids, never names or addresses",
    "account_events": "ids alone, kept a day: they tell every process of the erasure",
    "former_addresses": "a keyed hash, for a year, to tell who comes back",
}


@pytest.fixture
def house(sealer: Sealer, clock: HandClock) -> House:
    return House(sealer, clock)


async def all_tables() -> set[str]:
    rows = await fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {row["tablename"] for row in rows}


async def rows_with(*ids: UUID) -> dict[str, int]:
    """In how many rows of each table one of `ids` stands, in whatever column of ids."""
    columns = await fetch(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND data_type = 'uuid'"
    )
    found: dict[str, int] = {}
    for column in columns:
        table, name = column["table_name"], column["column_name"]
        (row,) = await fetch(f'SELECT count(*) FROM {table} WHERE "{name}" = ANY($1)', list(ids))
        if row["count"]:
            found[table] = found.get(table, 0) + row["count"]
    return found


async def ids_of(user_id: UUID) -> list[UUID]:
    """The user's id and those of all that hangs on it."""
    rows = await fetch(
        "SELECT id FROM rooms WHERE user_id = $1 UNION SELECT id FROM sessions WHERE user_id = $1 "
        "UNION SELECT id FROM turns WHERE user_id = $1 UNION SELECT messages.id FROM messages "
        "JOIN rooms ON rooms.id = room_id WHERE user_id = $1",
        user_id,
    )
    return [user_id, *(row["id"] for row in rows)]


async def test_every_table_is_a_rooms_to_erase_or_about_nobody(house: House) -> None:
    covered = [table for held in house.held for table in held.tables]
    assert len(covered) == len(set(covered)), "each by one room"
    assert set(covered) | NOT_A_USERS.keys() == await all_tables()
    assert not set(covered) & NOT_A_USERS.keys()


async def test_somebody_has_a_row_in_every_table_that_is_erased(house: House) -> None:
    who = await house.somebody()
    found = await rows_with(*await ids_of(who.user_id))
    assert found.keys() >= {table for held in house.held for table in held.tables} - {"words"}


async def test_an_erased_user_stands_in_no_row_and_another_loses_none(
    house: House, clock: HandClock
) -> None:
    who, other = await house.somebody(), await house.somebody()
    gone, stay = await ids_of(who.user_id), await ids_of(other.user_id)
    before = await rows_with(*stay)
    figures = await Usage.all().count()
    await User.filter(id=who.user_id).update(status="deleted", deletion_asked_at=clock.now())
    clock.advance(GRACE.total_seconds())
    assert await house.erasure.erase_due() == 1
    assert (await rows_with(*gone)).keys() == {"account_events"}
    assert await rows_with(*stay) == before
    assert await Usage.all().count() == figures, "the house's figures stay, and are nobody's"
    assert [row.type for row in await AccountEvent.all()] == ["user.deleted"]
    entry = await AuditEntry.get(action="account.erased")
    assert (entry.actor, entry.subject) == ("system", str(who.user_id))


async def test_of_the_address_a_keyed_hash_stays_and_a_last_letter_goes_out(
    house: House, clock: HandClock
) -> None:
    who = await house.somebody()
    await User.filter(id=who.user_id).update(
        email=EMAIL, status="deleted", deletion_asked_at=clock.now()
    )
    clock.advance(GRACE.total_seconds())
    await house.erasure.erase_due()
    kept = await FormerAddress.get()
    assert len(bytes(kept.email_hash)) == 32
    assert b"ada" not in bytes(kept.email_hash)
    assert await house.former_addresses.erased_at(EMAIL.upper()) == clock.now()
    letter = await Mail.get(kind="deletion_done")
    assert letter.user_id is None


async def test_before_the_last_moment_of_grace_nothing_is_erased(
    house: House, clock: HandClock
) -> None:
    who = await house.somebody()
    await User.filter(id=who.user_id).update(status="deleted", deletion_asked_at=clock.now())
    clock.advance(GRACE.total_seconds() - 1)
    assert await house.erasure.erase_due() == 0
    assert await User.filter(id=who.user_id).exists()
    await User.filter(id=who.user_id).update(status="active", deletion_asked_at=None)
    clock.advance(3600)
    assert await house.erasure.erase_due() == 0


async def test_a_guest_whom_nothing_leads_back_is_erased_the_same_day(
    house: House, clock: HandClock
) -> None:
    guest, with_passkey = await learner(), await learner()
    await house._factors(with_passkey.user_id)
    await User.all().update(status="deleted", deletion_asked_at=clock.now())
    assert await house.erasure.erase_due() == 0, "requests under way may end"
    clock.advance(GUESTS_GRACE.total_seconds())
    assert await house.erasure.erase_due() == 1
    assert not await User.filter(id=guest.user_id).exists()


class Stops:
    """A room whose erasure ends in the middle, as when the worker is killed."""

    tables: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.broken = True

    def files(self, user_id: UUID) -> Mapping[str, AsyncIterator[Record]]:
        del user_id
        return {}

    async def erase(self, user_id: UUID) -> None:
        del user_id
        if self.broken:
            raise OSError("killed")


async def test_one_that_stops_in_the_middle_is_erased_the_next_time_and_holds_up_no_other(
    house: House, clock: HandClock
) -> None:
    first = await house.somebody()
    await User.all().update(status="deleted", deletion_asked_at=clock.now())
    clock.advance(GRACE.total_seconds())
    stops = Stops()
    house.held = (*house.held[:2], stops, *house.held[2:])
    with capture_logs() as lines:
        assert await house.erasure.erase_due() == 0
    assert [line["event"] for line in lines] == ["account_not_erased"]
    user = await User.get(id=first.user_id)
    assert (user.email, user.password_hash) == (None, None), "the way back is closed already"
    stops.broken = False
    assert await house.erasure.erase_due() == 1
    assert await Mail.filter(kind="deletion_done").count() == 1
    assert await FormerAddress.all().count() == 1


async def test_one_who_came_back_meanwhile_is_not_erased(house: House, clock: HandClock) -> None:
    who = await house.somebody()
    await User.filter(id=who.user_id).update(status="active", deletion_asked_at=clock.now())
    clock.advance(GRACE.total_seconds())
    assert await house.erasure._erase(who.user_id) is False
    assert await User.filter(id=who.user_id).exists()


# Export


async def test_an_export_holds_what_was_said_and_answered_in_the_clear(house: House) -> None:
    who, other = await house.somebody(), await house.somebody()
    archive = await house.export(who.user_id)
    assert archive.testzip() is None
    read = {name: archive.read(name).decode() for name in archive.namelist()}
    messages = json.loads(read["rooms/messages.json"])
    assert SAID in [one["text"] for one in messages]
    assert {one["author"] for one in messages} == {"learner", "persona"}
    assert json.loads(read["tutor/replies.json"])[0]["text"] == "대답이에요"
    assert json.loads(read["tutor/feedback.json"])[0]["corrected"] == "고친 말"
    (met,) = json.loads(read["study/words.json"])
    assert (met["lemma"], met["example"]) == ("밥", "밥 먹자.")
    assert json.loads(read["account.json"])[0]["email"] == f"{who.user_id}@example.com"
    assert json.loads(read["costs/usage.json"])[0]["agent"] == "reply"
    assert str(other.user_id) not in "".join(read.values())


async def test_every_file_has_what_there_is_and_the_readme_names_it(house: House) -> None:
    archive = await house.export((await house.somebody()).user_id)
    readme = archive.read("README.txt").decode()
    for name in archive.namelist():
        if name != "README.txt":
            assert f"- {name}" in readme
            assert json.loads(archive.read(name)), f"{name} is empty, though there is something"


async def test_every_column_is_in_the_export_or_named_here_with_the_reason(house: House) -> None:
    """A new column is either told to its user or entered below."""
    untold = {
        # Secrets, and what leads in.
        "password_hash token_hash secret code_hash public_key credential_id sign_count",
        # How it is stored, and how it was announced.
        "body key_id translation_body translation_key_id sealed state successor_id",
        "successor_sealed successor_key_id seq started_seq completed_seq ended_seq next_seq",
        "published_seq translated_seq saved_offset saved_epoch position fingerprint",
        # Who ran it, and when it is looked at again.
        "owner fence lease_until attempt interruptions handed_over first_delta_at stop_asked_at",
        "retry_of updated_at changed_at proved_at last_step tries next_try_at given_up_at route",
        "priced_by tokens_cached tokens_estimated first_token_ms latency_ms prompt_version verdict",
        # Keyed hashes of where somebody came from.
        "account_hash address_hash device_hash",
    }
    archive = await house.export((await house.somebody()).user_id)
    told = set()
    for name in archive.namelist():
        if name.endswith(".json"):
            told |= set(json.loads(archive.read(name))[0])
    columns = await fetch(
        "SELECT DISTINCT column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = ANY($1)",
        [table for held in house.held for table in held.tables - {"room_events"}],
    )
    there = {row["column_name"] for row in columns} - {"id", "user_id"}
    known = {word for line in untold for word in line.split()}
    renamed = {"word_list_id", "message_count", "session_id", "stopped", "missing"}
    assert there - told - known - renamed == set()


async def test_no_secret_leaves_by_an_export(house: House) -> None:
    archive = await house.export((await house.somebody()).user_id)
    told = b"".join(archive.read(name) for name in archive.namelist())
    for secret in (b"SECRET", b"PUBLIC", b"token_hash", b"password_hash", b"code_hash"):
        assert secret not in told


async def test_an_export_is_made_while_it_is_sent(house: House) -> None:
    who = await house.somebody()
    await Request.bulk_create(
        Request(
            user_id=who.user_id,
            request_id=new_id(),
            fingerprint=b"",
            # What does not compress is what fills memory.
            result={"random": secrets.token_hex(800)},
            created_at=house.clock.now(),
        )
        for _ in range(400)
    )
    proofs = Proofs(clock=house.clock)
    export = Export(held=house.held, proofs=proofs, audit=house.audit, clock=house.clock)
    lengths = [len(piece) async for piece in export.pieces(who.user_id)]
    assert len(lengths) > 3
    assert max(lengths) < 3 * CHUNK


async def test_the_personas_are_known_by_key_and_by_name(house: House) -> None:
    names = set(await persona_names())
    assert {"friend", "honey"} <= names
    assert any(not name.isascii() for name in names)
