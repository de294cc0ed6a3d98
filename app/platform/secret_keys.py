"""The keys of a run: given by settings, or in development made and kept under DATA_DIR."""

import base64
import json
import os
import secrets
from pathlib import Path

from joserfc.jwk import OKPKey

from app.platform.data_directory import make_directory
from app.platform.data_keys import load_sealer
from app.platform.sealing import LocalKeyWrapper, Sealer, decode_data_key
from app.platform.settings import Settings


def data_key_text(settings: Settings) -> str:
    """Return DATA_KEY, or the one kept under DATA_DIR (made at the first call)."""
    if settings.data_key is not None:
        return settings.data_key.get_secret_value()
    return _kept(
        settings.data_dir / "keys" / "data.key",
        base64.b64encode(secrets.token_bytes(32)).decode(),
    )


async def open_sealer(settings: Settings) -> Sealer:
    """Return the sealer over the open database's data keys. Raises `SealingError`."""
    return await load_sealer(LocalKeyWrapper(decode_data_key(data_key_text(settings))))


def signing_key_text(settings: Settings) -> str:
    """Return SIGNING_KEY (a private Ed25519 JWK), or the one kept under DATA_DIR."""
    if settings.signing_key is not None:
        return settings.signing_key.get_secret_value()
    fresh = OKPKey.generate_key("Ed25519", auto_kid=True).as_dict(private=True)
    return _kept(settings.data_dir / "keys" / "signing.jwk", json.dumps(fresh))


def _kept(path: Path, fresh: str) -> str:
    make_directory(path.parent)
    # Written whole beside it and linked into place, so that two processes agree on one key.
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(fresh)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        fresh = path.read_text()
    finally:
        draft.unlink()
    return fresh.strip()
