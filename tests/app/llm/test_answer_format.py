"""What a struct becomes as a strict schema, and what is said of answers that do not fit."""

import re
from enum import StrEnum
from typing import Annotated, Literal

import jsonschema
import msgspec
import pytest
from msgspec import Meta, Struct

from app.llm.answer_format import AnswerFormat, answer_format, strict_schema
from tests.upstream import smallest


class Degree(StrEnum):
    WRONG = "wrong"
    SUGGESTION = "suggestion"


class Edit(Struct, forbid_unknown_fields=True):
    """One change."""

    start: Annotated[int, Meta(ge=0)]
    becomes: Annotated[str, Meta(min_length=1, max_length=500)]
    degree: Degree
    rule: str | None


class Feedback(Struct, forbid_unknown_fields=True):
    status: Literal["perfect", "corrected"]
    edits: Annotated[list[Edit], Meta(max_length=8, description="In order.")]
    main: Edit | None
    sure: bool


def test_a_struct_becomes_a_schema_that_says_everything_in_place() -> None:
    edit = {
        "type": "object",
        "description": "One change.",
        "properties": {
            "start": {"type": "integer", "minimum": 0},
            "becomes": {"type": "string"},
            "degree": {"type": "string", "enum": ["suggestion", "wrong"]},
            "rule": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        },
        "required": ["start", "becomes", "degree", "rule"],
        "additionalProperties": False,
    }
    assert strict_schema(Feedback) == {
        "type": "object",
        "properties": {
            "status": {"type": "string", "enum": ["corrected", "perfect"]},
            "edits": {"type": "array", "items": edit, "maxItems": 8, "description": "In order."},
            "main": {"anyOf": [edit, {"type": "null"}]},
            "sure": {"type": "boolean"},
        },
        "required": ["status", "edits", "main", "sure"],
        "additionalProperties": False,
    }


def test_the_schema_is_one_and_allows_what_the_decoder_takes() -> None:
    wanted = answer_format(Feedback)
    schema = strict_schema(Feedback)
    jsonschema.Draft202012Validator.check_schema(schema)
    answer = smallest(schema)
    jsonschema.validate(answer, schema)
    assert isinstance(wanted.decode(msgspec.json.encode(answer).decode()), Feedback)


def test_the_format_is_strict_and_named_for_the_struct() -> None:
    assert answer_format(Feedback).response_format == {
        "type": "json_schema",
        "json_schema": {"name": "Feedback", "strict": True, "schema": strict_schema(Feedback)},
    }
    assert answer_format(Feedback) is answer_format(Feedback)


def test_an_enumeration_of_numbers_or_null_says_so() -> None:
    class Level(Struct, forbid_unknown_fields=True):
        level: Literal[1, 2, None]

    properties = strict_schema(Level)["properties"]
    assert properties == {"level": {"type": ["integer", "null"], "enum": [None, 1, 2]}}


class Lax(Struct):
    name: str


class Inside(Struct, forbid_unknown_fields=True):
    lax: list[Lax]


class Optional(Struct, forbid_unknown_fields=True):
    name: str = ""


class Mapped(Struct, forbid_unknown_fields=True):
    names: dict[str, str]


class Paired(Struct, forbid_unknown_fields=True):
    pair: tuple[int, str]


class Endless(Struct, forbid_unknown_fields=True):
    inside: list["Endless"]


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        (Lax, "Lax is to be declared with forbid_unknown_fields=True"),
        (Inside, "Lax is to be declared with forbid_unknown_fields=True"),
        (Optional, "Optional gives a field a default"),
        (Mapped, "Mapped has a mapping"),
        (Paired, "Paired has a tuple of fixed length"),
        (Endless, "Endless contains itself"),
    ],
)
def test_what_no_strict_schema_can_say_is_refused_by_name(
    schema: type[Struct], reason: str
) -> None:
    with pytest.raises(TypeError, match=reason):
        AnswerFormat(schema)


def answer_with(**changes: object) -> str:
    edit = {"start": 0, "becomes": "x", "degree": "wrong", "rule": None}
    answer = {"status": "perfect", "edits": [edit | changes], "main": None, "sure": True}
    return msgspec.json.encode(answer).decode()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (answer_with(start=-1), "Expected `int` >= 0 - at `$.edits[0].start`"),
        (answer_with(start="0"), "Expected `int`, got `str` - at `$.edits[0].start`"),
        (answer_with(degree="비밀 'x"), "Invalid enum value - at `$.edits[0].degree`"),
        (answer_with(degree="비밀' - at `$.x"), "Invalid enum value - at `$.edits[0].degree`"),
        (answer_with(비밀=1), "Object contains an unknown field"),
        ('{"비밀` - at `$.x":1}', "Object contains an unknown field"),
        (answer_with(becomes=""), "Expected `str` of length >= 1 - at `$.edits[0].becomes`"),
        ('{"status": "perfect"', "Input data was truncated"),
        ("비밀", "JSON is malformed: invalid character (byte 0)"),
        ("```json\n{}\n```", "JSON is malformed: invalid character (byte 0)"),
        ("", "Input data was truncated"),
    ],
)
def test_a_reason_names_the_place_and_never_quotes_the_answer(answer: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$") as caught:
        answer_format(Feedback).decode(answer)
    assert caught.value.__cause__ is None
