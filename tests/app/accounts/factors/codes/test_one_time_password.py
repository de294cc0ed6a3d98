"""One-time passwords are those of RFC 6238, and a step's neighbours are taken for it."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from app.accounts.factors.codes.one_time_password import (
    matching_step,
    new_secret,
    otpauth_uri,
    secret_text,
)

# RFC 6238, appendix B, its SHA-1 rows; the last six of their eight digits.
SECRET = b"12345678901234567890"
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
]


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_the_vectors_of_the_rfc_match(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert matching_step(SECRET, code, now) == seconds // 30


@pytest.mark.parametrize(("drift", "known"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off(drift: int, known: bool) -> None:
    now = datetime.fromtimestamp(1234567890, UTC) + timedelta(seconds=drift)
    assert (matching_step(SECRET, "005924", now) is not None) == known


@pytest.mark.parametrize("code", ["", "005925", "5924", "０05924", "x" * 500])
def test_anything_else_matches_nothing(code: str) -> None:
    assert matching_step(SECRET, code, datetime.fromtimestamp(1234567890, UTC)) is None


def test_a_secret_has_160_bits_and_is_another_each_time() -> None:
    assert len(new_secret()) == 20
    assert new_secret() != new_secret()


def test_an_app_reads_name_issuer_and_secret() -> None:
    parts = urlsplit(otpauth_uri(SECRET, "ada@example.com"))
    assert (parts.scheme, parts.netloc, parts.path) == (
        "otpauth",
        "totp",
        "/DoranDoran:ada%40example.com",
    )
    assert parse_qs(parts.query) == {"secret": [secret_text(SECRET)], "issuer": ["DoranDoran"]}
