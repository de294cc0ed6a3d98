"""docs/realtime-configuration.md, from the comments above the fields of the configuration."""

import dataclasses
import inspect
import re
from typing import Any, NamedTuple, get_args

import msgspec

from realtime.limits import Limits
from realtime.standalone.configuration import (
    Broker,
    Configuration,
    Namespace,
    NamespaceOptions,
    ServerApi,
    Tokens,
    Transports,
)
from realtime.standalone.duration import Duration
from realtime.standalone.reading import is_table

_INTRODUCTION = """\
# Configuration of the engine alone

What the file of `python -m realtime --config engine.toml` may say. Made from the code by
`make docs`. A key that is not here, and a value that cannot be, are refused with one line.
`--check` only looks at the file; `--host`, `--port`, `--broker` and `--redis` override it.

```toml
port = 8000
allowed_origins = ["https://example.com"]

[tokens]
hmac_secret = "thirty-two characters or more, random"

[broker]
type = "redis"
redis = "redis://localhost:6379"

[server_api]
key = "another secret"

[[namespaces]]
name = "chat"
presence = true
history_size = 100
history_ttl = "300s"
force_recovery = true
allow_subscribe_for_client = true
```

Durations are numbers of seconds, or texts of numbers with `ms`, `s`, `m`, `h`, `d`: `"1h30m"`.
A channel belongs to the namespace before its first `:`. A name that begins with `$` needs a
subscription token; what follows a `#` are the users of a user-limited channel, with commas.
"""

_TABLES: tuple[tuple[str, type], ...] = (
    ("At the top", Configuration),
    ("[tokens]", Tokens),
    ("[broker]", Broker),
    ("[server_api]", ServerApi),
    ("[transports]", Transports),
    ("[limits]", Limits),
    ("[without_namespace] and each [[namespaces]]", NamespaceOptions),
    ("[[namespaces]]", Namespace),
)


class _Key(NamedTuple):
    names: list[str]
    defaults: list[str]
    meaning: str


def configuration_page() -> str:
    """Return the page."""
    lines = [_INTRODUCTION]
    for title, table in _TABLES:
        lines += [f"## {title}", "", inspect.getdoc(table) or "", ""]
        lines += ["| key | default | meaning |", "| --- | --- | --- |"]
        for key in _keys(table):
            names = ", ".join(f"`{name}`" for name in key.names)
            defaults = ", ".join(f"`{default}`" for default in key.defaults)
            lines.append(f"| {names} | {defaults} | {key.meaning} |")
        lines.append("")
    return "\n".join(lines)


def _keys(table: type) -> list[_Key]:
    """Return the keys that a table's own class adds; those under one comment belong together."""
    defaults = _defaults(table)
    keys: list[_Key] = []
    comment: list[str] = []
    for line in inspect.getsource(table).splitlines():
        if found := re.match(r"    #: ?(.*)", line):
            comment.append(found[1])
        elif (found := re.match(r"    (\w+): ", line)) and found[1] in defaults:
            if comment:
                keys.append(_Key([], [], " ".join(comment)))
                comment = []
            keys[-1].names.append(found[1])
            keys[-1].defaults.append(defaults[found[1]])
    return keys


def _defaults(table: type) -> dict[str, str]:
    """Return the keys of a table that are no tables themselves, and their defaults as TOML."""
    fields: Any = (
        dataclasses.fields(table)
        if dataclasses.is_dataclass(table)
        else msgspec.structs.fields(table)
    )
    return {
        field.name: _toml(field.default)
        for field in fields
        if not is_table(field.type) and not any(is_table(each) for each in get_args(field.type))
    }


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case Duration() if value and value % 3600 == 0:
            return f'"{value / 3600:g}h"'
        case Duration() if value:
            return f'"{value:g}s"'
        case float():
            return f"{value:g}"
        case tuple():
            return str(list(value))
        case str():
            return f'"{value}"'
        case int():
            return str(value)
        case _:
            return "needed"
