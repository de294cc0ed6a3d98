"""Everything that we hold about a user, as a zip of JSON that is made while it is sent."""

import zipfile
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import msgspec
from tortoise.transactions import in_transaction

from app.accounts.factors.proofs import Proofs
from app.accounts.lifecycle.personal_data import PersonalData, Record
from app.platform.audit.log import AuditLog
from app.platform.clock import Clock
from app.platform.principal import Principal

# What is held back before it goes on: so much of an export is in memory, whatever its length.
CHUNK = 64 * 1024

README = """\
What DoranDoran holds about you, {now:%Y-%m-%d %H:%M} UTC.

Every file is JSON (RFC 8259) in UTF-8, a list of records; times are in UTC. What is stored
encrypted is opened here. Not in it, because it would only help a thief: your password's hash, the
keys of passkeys and authenticator apps, recovery codes, session tokens, links that were mailed.
Announcements of your rooms are kept for a day and repeat what the other files hold.

{files}
"""


class Export:
    """Asks every room for what it holds."""

    def __init__(
        self, *, held: Sequence[PersonalData], proofs: Proofs, audit: AuditLog, clock: Clock
    ) -> None:
        self._held = held
        self._proofs = proofs
        self._audit = audit
        self._clock = clock

    async def begin(self, principal: Principal) -> AsyncIterator[bytes]:
        """Return the zip in pieces. Raises `ProofNeeded`, before the first piece."""
        await self._proofs.require_fresh(principal)
        async with in_transaction():
            await self._audit.record(
                actor=principal.user_id, action="account.exported", subject=principal.user_id
            )
        return self.pieces(principal.user_id)

    async def pieces(self, user_id: UUID) -> AsyncIterator[bytes]:
        """Yield the zip piece by piece."""
        files = {name: rows for held in self._held for name, rows in held.files(user_id).items()}
        written = _Written()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            listed = "\n".join(f"- {name}" for name in files)
            text = README.format(now=self._clock.now(), files=listed)
            archive.writestr("README.txt", text)
            for name, rows in files.items():
                with archive.open(self._entry(archive, name), "w") as file:
                    async for part in _json_list(rows):
                        file.write(part)
                        if len(written.data) >= CHUNK:
                            yield written.take()
        yield written.take()

    def _entry(self, archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
        # Made from a name alone it would be of 1980.
        entry = zipfile.ZipInfo(name, self._clock.now().timetuple()[:6])
        entry.compress_type = archive.compression
        return entry


class _Written:
    """A file that can only be written to, and gives away what it has."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes, /) -> int:
        self.data += data
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back here."""

    def close(self) -> None:
        """There is nothing to close."""

    def take(self) -> bytes:
        given, self.data = bytes(self.data), bytearray()
        return given


async def _json_list(rows: AsyncIterator[Record]) -> AsyncIterator[bytes]:
    before = b"[\n"
    async for row in rows:
        yield before + msgspec.json.encode(row)
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"
