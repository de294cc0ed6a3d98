"""A data key comes out as it went in, through the key or the service that wrapped it alone."""

import base64
import shlex
import sys
from pathlib import Path

import pytest

from app.platform import key_wrapping
from app.platform.key_wrapping import (
    CommandKeyWrapper,
    KeyWrappers,
    LocalKeyWrapper,
    decode_data_key,
)
from app.platform.sealing import KEY_BYTES, SealingError

FIRST, SECOND = bytes(range(KEY_BYTES)), bytes(range(1, KEY_BYTES + 1))
# A service of a few lines: its key is a byte, its cipher XOR, its protocol the real one.
SERVICE = """
import base64, sys
what, key = sys.argv[-1], int(sys.argv[1])
data = base64.b64decode(sys.stdin.readline())
if what == "unwrap":
    if data[0] != key:
        sys.exit("first line\\nnot wrapped by this key")
    data = data[1:]
turned = bytes(byte ^ key for byte in data)
print(base64.b64encode(turned if what == "unwrap" else bytes([key]) + turned).decode())
"""


@pytest.fixture
def service(tmp_path: Path) -> str:
    """The command of a key management service, without its key."""
    program = tmp_path / "a service.py"
    program.write_text(SERVICE)
    return shlex.join([sys.executable, str(program)])


def command(program: str) -> CommandKeyWrapper:
    return CommandKeyWrapper(shlex.join([sys.executable, "-c", program]))


async def test_a_key_is_wrapped_and_only_the_same_data_key_unwraps_it() -> None:
    wrapped = await LocalKeyWrapper(FIRST).wrap(SECOND)
    assert SECOND not in wrapped
    assert await LocalKeyWrapper(FIRST).unwrap(wrapped) == SECOND
    for other in (wrapped[:-1], bytes(40), b""):
        with pytest.raises(SealingError, match="DATA_KEY"):
            await LocalKeyWrapper(FIRST).unwrap(other)
    with pytest.raises(SealingError, match="DATA_KEY"):
        await LocalKeyWrapper(SECOND).unwrap(wrapped)


def test_a_data_key_of_another_length_is_refused() -> None:
    with pytest.raises(SealingError, match="32"):
        LocalKeyWrapper(FIRST[:16])


def test_names_tell_wrapping_keys_apart_and_nothing_of_them() -> None:
    names = [
        LocalKeyWrapper(FIRST).name,
        LocalKeyWrapper(SECOND).name,
        CommandKeyWrapper("/bin/wrap one").name,
        CommandKeyWrapper("/bin/wrap two").name,
    ]
    assert len(set(names)) == 4
    assert all(len(name) == 16 for name in names)
    assert LocalKeyWrapper(FIRST).name == names[0]
    assert names[0] not in FIRST.hex()


async def test_a_command_wraps_and_unwraps(service: str) -> None:
    wrapper = CommandKeyWrapper(f"{service} 17")
    wrapped = await wrapper.wrap(FIRST)
    assert FIRST not in wrapped
    assert await wrapper.unwrap(wrapped) == FIRST


async def test_what_a_command_refuses_is_said_with_its_last_line(service: str) -> None:
    wrapped = await CommandKeyWrapper(f"{service} 17").wrap(FIRST)
    with pytest.raises(SealingError) as refused:
        await CommandKeyWrapper(f"{service} 18").unwrap(wrapped)
    assert str(refused.value) == "KEY_COMMAND unwrap failed: not wrapped by this key"


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import sys; sys.exit(3)", "unwrap failed: it says nothing"),
        ("print('no base64!')", "answered no base64"),
        ("print('c2hvcnQ=')", "no key of 32 bytes"),
        ("pass", "no key of 32 bytes"),
    ],
)
async def test_an_answer_that_is_no_key_is_refused(program: str, said: str) -> None:
    with pytest.raises(SealingError, match=said):
        await command(program).unwrap(b"wrapped")


async def test_a_command_that_is_not_there_or_says_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(SealingError, match="cannot be run: No such file"):
        await CommandKeyWrapper("/nowhere/wrap").wrap(FIRST)
    with pytest.raises(SealingError, match="names no program"):
        CommandKeyWrapper(" ")
    monkeypatch.setattr(key_wrapping, "COMMAND_SECONDS", 0.05)
    with pytest.raises(SealingError, match=r"no answer in 0\.05 s"):
        await command("import time; time.sleep(60)").wrap(FIRST)


async def test_the_first_wraps_and_every_one_unwraps(service: str) -> None:
    local, remote = LocalKeyWrapper(FIRST), CommandKeyWrapper(f"{service} 17")
    both = KeyWrappers([remote, local])
    assert both.name == remote.name
    assert both.names == [remote.name, local.name]
    assert await remote.unwrap(await both.wrap(SECOND)) == SECOND
    assert await both.unwrap(await local.wrap(SECOND)) == SECOND
    with pytest.raises(SealingError, match="KEY_COMMAND"):
        await both.unwrap(await LocalKeyWrapper(SECOND).wrap(FIRST))


def test_a_data_key_is_thirty_two_bytes_in_base64() -> None:
    assert decode_data_key(base64.b64encode(FIRST).decode()) == FIRST


@pytest.mark.parametrize(
    "text", ["", "no base64!", "c2hvcnQ=", base64.b64encode(bytes(33)).decode()]
)
def test_another_data_key_is_refused_with_the_way_to_make_one(text: str) -> None:
    with pytest.raises(SealingError, match="openssl rand -base64 32"):
        decode_data_key(text)
