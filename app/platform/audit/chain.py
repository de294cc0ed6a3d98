"""The chain of hashes: each entry's covers the entry and the hash before it."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeAlias

import msgspec

Details: TypeAlias = Mapping[str, str | int | bool | None]

PURPOSE = "audit"
"""What the key of the chain is derived for."""
FIRST_PREVIOUS = bytes(32)
"""Stands before the first entry."""


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry says. Its canonical form is this struct's JSON with sorted members."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: Details


def entry_hash(key: bytes, deed: Deed, previous: bytes) -> bytes:
    """Return the 32 bytes that seal `deed` behind `previous`: HMAC-SHA-256 (RFC 2104).

    Keyed, because a plain hash could be made anew by whoever can write to the database, for the
    altered entry and all that follow. `key` comes from a data key, which the database holds only
    wrapped.
    """
    at_once = msgspec.structs.replace(deed, at=deed.at.astimezone(UTC))
    canonical = msgspec.json.encode(at_once, order="sorted")
    return hmac.digest(key, previous + canonical, hashlib.sha256)
