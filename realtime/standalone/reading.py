"""From `engine.toml` to a configuration that can be served, or one line that says what is wrong."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Any, get_args

import msgspec

from realtime.standalone.configuration import Configuration, NamespaceOptions
from realtime.standalone.duration import Duration

_NAMESPACE_NAME = re.compile(r"[-_.a-zA-Z0-9]{2,}")


class ConfigurationError(Exception):
    """The configuration cannot be served; one line with the key and what to do."""


def read_configuration(path: Path | None, flags: Mapping[str, object] = {}) -> Configuration:
    """Return what the file says (None: nothing), `flags` in the place of its keys.

    `flags` are keys of the file with dots (`broker.type`) and their values.

    Raises:
        ConfigurationError: the file is not there, or says something that cannot be.

    """
    table = {} if path is None else _table(path)
    for key, value in flags.items():
        *above, last = key.split(".")
        inner = table
        for name in above:
            inner = inner.setdefault(name, {})
            if not isinstance(inner, dict):
                raise ConfigurationError(f"{path}: {name} is a table: write [{name}]")
        inner[last] = value
    source = path or "the command line"
    try:
        for problem in _unknown_keys(table, Configuration, ""):
            raise ValueError(problem)
        configuration = msgspec.convert(table, Configuration, dec_hook=_duration)
        for problem in _contradictions(configuration):
            raise ValueError(problem)
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"{source}: {_with_its_key(str(error))}") from error
    except ValueError as error:
        raise ConfigurationError(f"{source}: {error}") from error
    return configuration


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        text = f"{path}: cannot be read ({error.strerror}): give --config the path of a TOML file"
        raise ConfigurationError(text) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not TOML: {error}") from error


def _duration(wanted: type, written: object) -> Duration:
    assert wanted is Duration
    return Duration.of(written)


def keys_of(table_type: type) -> dict[str, Any]:
    """Return the keys of a table and the types of their values."""
    if is_dataclass(table_type):
        return {field.name: field.type for field in fields(table_type)}
    return {field.name: field.type for field in msgspec.structs.fields(table_type)}


def is_table(key_type: object) -> bool:
    """Whether the value of a key is a table of other keys."""
    return isinstance(key_type, type) and (
        issubclass(key_type, msgspec.Struct) or is_dataclass(key_type)
    )


def _unknown_keys(table: Mapping[str, Any], table_type: type, place: str) -> Iterator[str]:
    known = keys_of(table_type)
    for key, value in table.items():
        if key not in known:
            close = get_close_matches(key, known, 1)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
            yield f"{place}{key} is no key: {hint}"
        elif is_table(known[key]) and isinstance(value, dict):
            yield from _unknown_keys(value, known[key], f"{place}{key}.")
        elif isinstance(value, list):
            of_each = next(iter(get_args(known[key])), None)
            for number, each in enumerate(value):
                if is_table(of_each) and isinstance(each, dict):
                    assert isinstance(of_each, type)
                    yield from _unknown_keys(each, of_each, f"{place}{key}[{number}].")


def _contradictions(configuration: Configuration) -> Iterator[str]:
    """Yield what no single value is to blame for."""
    if not 0 <= configuration.port < 65536:
        yield f"port is {configuration.port}: choose one from 0 to 65535"
    for key in ("exempt_addresses", "trusted_proxies"):
        for address in getattr(configuration, key):
            if not _is_network(address):
                yield f"{key}: {address!r} is no network: write it as 10.0.0.0/8 or ::1"
    yield from _contradictions_of(configuration.without_namespace, "without_namespace")
    names = [namespace.name for namespace in configuration.namespaces]
    for namespace in configuration.namespaces:
        if not _NAMESPACE_NAME.fullmatch(namespace.name):
            yield (
                f"namespaces: the name {namespace.name!r} cannot be used: take two or more letters,"
                " digits, '_', '-' or '.'"
            )
        if names.count(namespace.name) > 1:
            yield f"namespaces: {namespace.name!r} is there twice: merge them"
        yield from _contradictions_of(namespace, f"namespace {namespace.name!r}")
    personal = configuration.personal_channel_namespace
    if personal and personal not in names:
        yield f"personal_channel_namespace: there is no namespace {personal!r}: add it, or leave it"
    tokens = configuration.tokens
    if not (
        tokens.hmac_secret
        or tokens.public_key
        or tokens.jwks
        or configuration.insecure
        or configuration.allow_anonymous_connect_without_token
    ):
        yield (
            "nobody can connect: set tokens.hmac_secret, tokens.public_key or tokens.jwks, or"
            " insecure = true for a trial"
        )


def _contradictions_of(options: NamespaceOptions, place: str) -> Iterator[str]:
    if options.history_size < 0:
        yield f"{place}: history_size is below 0: set 0 for no history"
    if (options.history_size > 0) != (options.history_ttl > 0):
        yield f"{place}: history_size and history_ttl need each other: set both"
    if options.history_size == 0:
        for key in ("force_recovery", "allow_recovery", "force_positioning", "allow_positioning"):
            if getattr(options, key):
                yield f"{place}: {key} needs a history: set history_size and history_ttl"
    if options.force_push_join_leave and not options.join_leave:
        yield f"{place}: force_push_join_leave needs join_leave = true"
    try:
        re.compile(options.channel_regex)
    except re.error as error:
        yield f"{place}: channel_regex is no regular expression: {error}"


def _is_network(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return False
    return True


def _with_its_key(message: str) -> str:
    """Say a message of msgspec's (`... - at `$.port``) with the key in front."""
    text, found, at = message.partition(" - at `$")
    text = text.replace("`", "")
    key = at.rstrip("`").lstrip(".").replace("[...]", "")
    return f"{key}: {text[0].lower()}{text[1:]}" if found and key else text
