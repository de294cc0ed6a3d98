"""How long a refused log-in takes, by why it is refused: nothing may tell who has an account.

Real Argon2id parameters, a real PostgreSQL; the kinds in random order, so that noise is the same
for all. Two kinds cannot be told apart where a time drawn from one is the longer in half of all
pairs (the area under the curve, from the Mann-Whitney U).
"""

import argparse
import asyncio
import json
import random
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from joserfc.jwk import OKPKey

from app.accounts import schemas
from app.accounts.access.tokens import Tokens
from app.accounts.events.outbox import Outbox
from app.accounts.joined import Accounts, open_accounts
from app.accounts.models import User
from app.accounts.passwords.hashing import Passwords
from app.accounts.signing_in.origin import Origin
from app.platform.audit.log import AuditLog
from app.platform.clock import SystemClock
from app.platform.database import open_database
from app.platform.embedded_postgres import EmbeddedPostgres
from app.platform.errors import Unauthenticated
from app.platform.ids import new_id
from app.platform.logging import configure_logging
from app.platform.mail.post import PostOffice
from app.platform.migration import migrate
from app.platform.sealing import Sealer
from app.platform.settings import Settings
from app.platform.sql import execute

PASSWORD = "correct horse battery"
KINDS: Final = ("unknown", "wrong password", "no password", "suspended")


async def measure(accounts: Accounts, samples: int) -> dict[str, list[float]]:
    """Return seconds of `samples` refusals of each kind."""
    for kind in KINDS[1:]:
        wanted = schemas.NewAccount(
            email=_email(kind), password=PASSWORD, nickname="Ada", birth_year=2000
        )
        signed = await accounts.service.register(wanted)
        if kind == "no password":
            await User.filter(id=signed.user.id).update(password_hash=None)
        if kind == "suspended":
            await User.filter(id=signed.user.id).update(status="suspended")
    took: dict[str, list[float]] = {kind: [] for kind in KINDS}
    order = [kind for kind in KINDS for _ in range(samples)]
    random.shuffle(order)
    for number, kind in enumerate(order):
        given = schemas.LogIn(email=_email(kind), password="a guess")
        began = time.perf_counter()
        try:
            await accounts.signing_in.log_in(given, origin=Origin(f"address {number}"))
        except Unauthenticated:
            took[kind].append(time.perf_counter() - began)
        if number % 10 == 0:
            # Or the delays that grow would be measured.
            await execute("DELETE FROM log_in_attempts")
    return took


def longer(one: list[float], other: list[float]) -> float:
    """Return the share of pairs in which a time of `one` is the longer; 0.5: cannot be told."""
    pairs = sum((a > b) + 0.5 * (a == b) for a in one for b in other)
    return pairs / (len(one) * len(other))


def _email(kind: str) -> str:
    return f"{kind.replace(' ', '-')}@example.com"


async def _run(url: str, samples: int) -> None:
    await migrate(url)
    settings = Settings(_env_file=None, log_level="error")  # type: ignore[call-arg]
    configure_logging(settings, process="bench")
    passwords = Passwords(
        memory_kib=settings.password_memory_kib, passes=settings.password_passes, workers=1
    )
    key = OKPKey.generate_key("Ed25519", auto_kid=True)
    clock, sealer = SystemClock(), Sealer({1: bytes(32)})
    async with open_database(url):
        accounts = open_accounts(
            settings=settings,
            clock=clock,
            ids=new_id,
            passwords=passwords,
            tokens=Tokens(
                json.dumps(key.as_dict(private=True)), clock=clock, ids=new_id, seconds=900
            ),
            sealer=sealer,
            outbox=Outbox(ids=new_id),
            post=PostOffice(sealer=sealer, clock=clock, ids=new_id),
            audit=AuditLog(sealer=sealer, clock=clock),
        )
        took = await measure(accounts, samples)
    passwords.close()
    print(f"{samples} refusals of each kind, Argon2id {settings.password_memory_kib} KiB,")
    print(f"{settings.password_passes} passes; milliseconds:")
    for kind, times in took.items():
        p10, *_, p90 = quantiles([each * 1000 for each in times], n=10)
        told = longer(times, took["wrong password"])
        print(
            f"  {kind:<15} median {median(times) * 1000:6.2f}  p10 {p10:6.2f}  p90 {p90:6.2f}"
            f"  longer than a wrong password's: {told:.3f}"
        )


def main() -> None:
    """Measure on a PostgreSQL of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=300)
    samples = parser.parse_args().samples
    with tempfile.TemporaryDirectory(prefix="dorandoran-timing-") as folder:
        Path(folder).chmod(0o755)
        postgres = EmbeddedPostgres.start(Path(folder) / "postgres")
        try:
            asyncio.run(_run(postgres.url, samples))
        finally:
            postgres.stop()


if __name__ == "__main__":
    main()
