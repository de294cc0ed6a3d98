"""A configuration is read strictly: what is wrong is said in one line that names the key."""

from pathlib import Path

import pytest

from realtime.standalone.configuration import Configuration
from realtime.standalone.duration import Duration
from realtime.standalone.reading import ConfigurationError, read_configuration

CONFORMANCE = Path(__file__).parents[2] / "conformance"


def read(tmp_path: Path, text: str, **flags: object) -> Configuration:
    path = tmp_path / "engine.toml"
    path.write_text(text, encoding="utf-8")
    return read_configuration(path, flags)


def test_what_is_not_said_has_its_default(tmp_path: Path) -> None:
    read_in = read(tmp_path, "insecure = true")
    assert (read_in.port, read_in.broker.type, read_in.limits.frame_bytes) == (
        8000,
        "memory",
        65536,
    )
    assert read_in.without_namespace.history_size == 0


def test_tables_namespaces_and_durations_are_read(tmp_path: Path) -> None:
    read_in = read(
        tmp_path,
        """
        tokens.hmac_secret = "secret"
        limits.command_rate = 5
        history_meta_ttl = "12h"
        [[namespaces]]
        name = "chat"
        history_size = 10
        history_ttl = "1m30s"
        allowed_delta_types = ["fossil"]
        """,
    )
    [chat] = read_in.namespaces
    assert chat.history_ttl == Duration(90)
    assert chat.allowed_delta_types == ("fossil",)
    assert read_in.limits.command_rate == 5
    assert read_in.history_meta_ttl == Duration(12 * 3600)


def test_flags_stand_in_the_place_of_keys(tmp_path: Path) -> None:
    text = 'insecure = true\nport = 1\n[broker]\ntype = "redis"'
    read_in = read(tmp_path, text, **{"port": 9000, "broker.type": "memory"})
    assert (read_in.port, read_in.broker.type) == (9000, "memory")


@pytest.mark.parametrize("name", ["engine.toml", "strict.toml"])
def test_the_configurations_of_the_conformance_suites_are_good(name: str) -> None:
    read_configuration(CONFORMANCE / name)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("prot = 1", "prot is no key: did you mean port?"),
        ("[limits]\ncomand_rate = 1", "limits.comand_rate is no key: did you mean command_rate?"),
        (
            '[[namespaces]]\nname = "ab"\nhistory = 1',
            "namespaces[0].history is no key: did you mean history_ttl?",
        ),
        ("xyzzy = 1", "xyzzy is no key: there are host, port,"),
        ('port = "8000"', "port: expected int, got str"),
        ("port = 70000", "port is 70000: choose one from 0 to 65535"),
        (
            'exempt_addresses = ["10.0.0.1/8"]',
            "exempt_addresses: '10.0.0.1/8' is no network: write it as 10.0.0.0/8 or ::1",
        ),
        ('[broker]\ntype = "kafka"', "broker.type: invalid enum value 'kafka'"),
        (
            '[without_namespace]\nhistory_ttl = "soon"',
            "without_namespace.history_ttl: a duration is a number of seconds or a text such as",
        ),
        (
            "[without_namespace]\nhistory_size = 1",
            "without_namespace: history_size and history_ttl need each other: set both",
        ),
        ("[without_namespace]\nhistory_size = -1", "without_namespace: history_size is below 0"),
        (
            "[without_namespace]\nforce_recovery = true",
            "without_namespace: force_recovery needs a history: set history_size and history_ttl",
        ),
        (
            "[without_namespace]\nforce_push_join_leave = true",
            "without_namespace: force_push_join_leave needs join_leave = true",
        ),
        (
            '[without_namespace]\nchannel_regex = "("',
            "without_namespace: channel_regex is no regular expression",
        ),
        ('[[namespaces]]\nname = "a:b"', "namespaces: the name 'a:b' cannot be used"),
        (
            '[[namespaces]]\nname = "ab"\n[[namespaces]]\nname = "ab"',
            "namespaces: 'ab' is there twice: merge them",
        ),
        (
            'personal_channel_namespace = "ab"',
            "personal_channel_namespace: there is no namespace 'ab'",
        ),
        ("insecure = false", "nobody can connect: set tokens.hmac_secret"),
        ("[limits]\npong_timeout = 30", "limits: a pong must be due before the next ping"),
        ("port", "not TOML: "),
    ],
)
def test_what_is_wrong_is_one_line_with_the_key_and_what_to_do(
    tmp_path: Path, text: str, said: str
) -> None:
    insecure = "" if text == "insecure = false" else "insecure = true\n"
    with pytest.raises(ConfigurationError) as raised:
        read(tmp_path, insecure + text)
    message = str(raised.value)
    assert message.startswith(f"{tmp_path / 'engine.toml'}: {said}")
    assert "\n" not in message


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"cannot be read .*give --config the path"):
        read_configuration(tmp_path / "none.toml")


def test_a_flag_cannot_go_into_what_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"broker is a table: write \[broker\]"):
        read(tmp_path, 'broker = "redis"', **{"broker.type": "redis"})
