"""Answers bound to a schema: what is sent as `response_format`, and how the answer is decoded.

Both come of one msgspec struct, so the model is asked for exactly what is accepted.
"""

import re
from functools import cache
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)

# What strict mode of OpenAI and the grammars of llama.cpp both understand. Everything else a
# struct may say (the length of a string) is left to decoding.
_SENT_KEYWORDS = frozenset(
    {
        *("type", "enum", "anyOf", "description", "pattern", "format"),
        *("properties", "required", "additionalProperties", "items", "minItems", "maxItems"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    }
)
_JSON_TYPES = {str: "string", int: "integer", type(None): "null"}
# Where msgspec quotes the answer in its message. Places (`$.edits[0].was`) are the schema's words,
# but behind a field that the answer made up nothing can be told apart.
_QUOTED_VALUE = re.compile(r""" (['"]).*\1(?= - at `|$)""", re.DOTALL)
_QUOTED_FIELD = re.compile(r"unknown field .*", re.DOTALL)


class AnswerFormat(Generic[T]):
    """One struct as a strict `json_schema` format."""

    def __init__(self, schema: type[T]) -> None:
        """Raise TypeError if the struct says what a strict schema cannot.

        Every struct in it forbids unknown fields and gives none a default (null is `X | None`); it
        has no mappings, no tuples of fixed length, and does not contain itself.
        """
        self._decoder = msgspec.json.Decoder(schema)
        self.response_format: dict[str, object] = {
            "type": "json_schema",
            "json_schema": {
                "name": schema.__name__,
                "strict": True,
                "schema": strict_schema(schema),
            },
        }

    def decode(self, text: str) -> T:
        """Decode an answer. Raises ValueError with the reason, which does not quote the answer."""
        try:
            return self._decoder.decode(text)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise ValueError(_without_quotes(str(error))) from None


@cache
def answer_format(schema: type[T]) -> AnswerFormat[T]:
    """Return the format of a struct, made once for each."""
    return AnswerFormat(schema)


def strict_schema(schema: type[msgspec.Struct]) -> dict[str, object]:
    """Return the JSON schema (2020-12) without references and what strict mode refuses.

    Raises TypeError, see AnswerFormat.
    """
    (root,), components = msgspec.json.schema_components((schema,), ref_template="{name}")
    inlined = _inlined(root, components, ())
    assert isinstance(inlined, dict)
    return inlined


def _inlined(node: object, components: dict[str, object], inside: tuple[str, ...]) -> object:
    if isinstance(node, list):
        return [_inlined(item, components, inside) for item in node]
    if not isinstance(node, dict):
        return node
    name = node.get("$ref")
    if name is not None:
        if name in inside:
            raise TypeError(f"{name} contains itself: a strict schema has no end then")
        return _inlined(components[name], components, (*inside, name))
    _check(node, inside[-1] if inside else "the answer")
    sent: dict[str, object] = {}
    for keyword, value in node.items():
        if keyword == "properties":
            sent[keyword] = {
                field: _inlined(schema, components, inside) for field, schema in value.items()
            }
        elif keyword in _SENT_KEYWORDS:
            sent[keyword] = _inlined(value, components, inside)
    if "enum" in sent and "type" not in sent:
        sent["type"] = _types_of(node["enum"])
    return sent


def _check(node: dict[str, object], owner: str) -> None:
    if "prefixItems" in node:
        raise TypeError(f"{owner} has a tuple of fixed length: give its items names")
    if node.get("type") != "object":
        return
    properties = node.get("properties")
    if not isinstance(properties, dict):
        raise TypeError(f"{owner} has a mapping: use a list of structs with named fields")
    if node.get("additionalProperties") is not False:
        raise TypeError(f"{owner} is to be declared with forbid_unknown_fields=True")
    if node.get("required") != list(properties):
        raise TypeError(f"{owner} gives a field a default: the model is to answer every field")


def _types_of(values: object) -> str | list[str]:
    assert isinstance(values, list)
    names = sorted({_JSON_TYPES[type(value)] for value in values})
    return names[0] if len(names) == 1 else names


def _without_quotes(message: str) -> str:
    return _QUOTED_FIELD.sub("an unknown field", _QUOTED_VALUE.sub("", message, 1), 1)
