"""Wrapping data keys: under DATA_KEY, or by a command that asks a key management service."""

import asyncio
import base64
import binascii
import hashlib
import hmac
import shlex
from collections.abc import Sequence
from typing import Protocol

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from app.platform.sealing import KEY_BYTES, SealingError

COMMAND_SECONDS = 15.0
LONGEST_COMPLAINT = 200


class KeyWrapper(Protocol):
    """Wraps data keys. Whatever can do these two things can hold the wrapping key."""

    @property
    def name(self) -> str:
        """At most 16 characters that tell this wrapping key from others, and nothing of it."""
        ...

    async def wrap(self, key: bytes) -> bytes:
        """Return `key` encrypted. Raises `SealingError` where that cannot be had."""
        ...

    async def unwrap(self, wrapped: bytes) -> bytes:
        """Return the key. Raises `SealingError` where it was wrapped by another."""
        ...


class LocalKeyWrapper:
    """Wraps by AES key wrap (RFC 3394) under DATA_KEY."""

    def __init__(self, data_key: bytes) -> None:
        if len(data_key) != KEY_BYTES:
            raise SealingError(f"DATA_KEY must be {KEY_BYTES} bytes in base64")
        self._data_key = data_key
        self.name = hmac.digest(data_key, b"name of a wrapping key", hashlib.sha256)[:8].hex()

    async def wrap(self, key: bytes) -> bytes:
        """Return `key` encrypted."""
        return aes_key_wrap(self._data_key, key)

    async def unwrap(self, wrapped: bytes) -> bytes:
        """Return the key. Raises `SealingError` where DATA_KEY is another than it was."""
        try:
            return aes_key_unwrap(self._data_key, wrapped)
        except (InvalidUnwrap, ValueError) as error:
            raise SealingError(
                "DATA_KEY does not open this database's keys: give the one it was written with"
            ) from error


class CommandKeyWrapper:
    """Asks KEY_COMMAND, so that the wrapping key never leaves the service that holds it.

    The command gets one more argument, `wrap` or `unwrap`, and base64 on its standard input; it
    answers base64 on its standard output and exits with 0.
    """

    def __init__(self, command: str) -> None:
        self._words = shlex.split(command)
        if not self._words:
            raise SealingError("KEY_COMMAND names no program")
        self.name = "command:" + hashlib.sha256(command.encode()).hexdigest()[:8]

    async def wrap(self, key: bytes) -> bytes:
        """Return `key` as the service encrypts it. Raises `SealingError`."""
        return await self._ask("wrap", key)

    async def unwrap(self, wrapped: bytes) -> bytes:
        """Return the key as the service decrypts it. Raises `SealingError`."""
        key = await self._ask("unwrap", wrapped)
        if len(key) != KEY_BYTES:
            raise SealingError(f"KEY_COMMAND unwrap answered no key of {KEY_BYTES} bytes")
        return key

    async def _ask(self, what: str, data: bytes) -> bytes:
        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *self._words, what, stdin=pipe, stdout=pipe, stderr=pipe
            )
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise SealingError(f"KEY_COMMAND cannot be run: {reason}") from error
        try:
            async with asyncio.timeout(COMMAND_SECONDS):
                answer, complaint = await process.communicate(base64.b64encode(data) + b"\n")
        except TimeoutError as error:
            raise SealingError(
                f"KEY_COMMAND {what} gave no answer in {COMMAND_SECONDS:g} s"
            ) from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            raise SealingError(f"KEY_COMMAND {what} failed: {_last_line(complaint)}")
        try:
            return base64.b64decode(answer.strip(), validate=True)
        except binascii.Error as error:
            raise SealingError(f"KEY_COMMAND {what} answered no base64") from error


class KeyWrappers:
    """Wraps with the first; unwraps also what an earlier one wrapped, while keys are rotated."""

    def __init__(self, wrappers: Sequence[KeyWrapper]) -> None:
        self._wrappers = wrappers
        self.name = wrappers[0].name

    @property
    def names(self) -> list[str]:
        """The names of all, the one that wraps first."""
        return [one.name for one in self._wrappers]

    async def wrap(self, key: bytes) -> bytes:
        """Return `key` encrypted. Raises `SealingError`."""
        return await self._wrappers[0].wrap(key)

    async def unwrap(self, wrapped: bytes) -> bytes:
        """Return the key. Raises the first one's `SealingError` where none unwraps it."""
        refused: list[SealingError] = []
        for one in self._wrappers:
            try:
                return await one.unwrap(wrapped)
            except SealingError as error:
                refused.append(error)
        raise refused[0]


def decode_data_key(text: str) -> bytes:
    """Return the bytes of DATA_KEY. Raises `SealingError` where it is not base64 of 32 bytes."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SealingError(
            "DATA_KEY is not base64: make one with `openssl rand -base64 32`"
        ) from error
    if len(key) != KEY_BYTES:
        raise SealingError("DATA_KEY must hold 32 bytes: make one with `openssl rand -base64 32`")
    return key


def _last_line(complaint: bytes) -> str:
    lines = complaint.decode(errors="replace").strip().splitlines()
    return lines[-1][:LONGEST_COMPLAINT] if lines else "it says nothing"
