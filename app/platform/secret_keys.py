"""The keys of a run: given by settings, or in development made and kept under DATA_DIR."""

import base64
import os
import secrets
from pathlib import Path

from app.platform.data_directory import make_directory
from app.platform.data_keys import load_sealer
from app.platform.key_wrapping import (
    CommandKeyWrapper,
    KeyWrapper,
    KeyWrappers,
    LocalKeyWrapper,
    decode_data_key,
)
from app.platform.sealing import Sealer
from app.platform.settings import Settings
from app.platform.signing_keys import fresh_signing_key


def data_key_text(settings: Settings) -> str:
    """Return DATA_KEY, or the one kept under DATA_DIR (made at the first call)."""
    if settings.data_key is not None:
        return settings.data_key.get_secret_value()
    return _kept(
        settings.data_dir / "keys" / "data.key",
        base64.b64encode(secrets.token_bytes(32)).decode(),
    )


def wrapper_of(settings: Settings) -> KeyWrappers:
    """Return what wraps data keys, and what did before it. Raises `SealingError`."""
    wrappers: list[KeyWrapper] = []
    if settings.key_command is not None:
        wrappers.append(CommandKeyWrapper(settings.key_command))
    else:
        wrappers.append(LocalKeyWrapper(decode_data_key(data_key_text(settings))))
    if settings.data_key_previous is not None:
        previous = settings.data_key_previous.get_secret_value()
        wrappers.append(LocalKeyWrapper(decode_data_key(previous)))
    if settings.key_command_previous is not None:
        wrappers.append(CommandKeyWrapper(settings.key_command_previous))
    return KeyWrappers(wrappers)


async def open_sealer(settings: Settings) -> Sealer:
    """Return the sealer over the open database's data keys. Raises `SealingError`."""
    return await load_sealer(wrapper_of(settings))


def signing_key_text(settings: Settings) -> str:
    """Return SIGNING_KEY (signing_keys.py), or the one kept under DATA_DIR."""
    if settings.signing_key is not None:
        return settings.signing_key.get_secret_value()
    return _kept(settings.data_dir / "keys" / "signing.jwk", fresh_signing_key())


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
