"""A parameter of a query is one number in its range, or refused."""

import pytest
from starlette.requests import Request

from app.platform.errors import BadRequest
from app.platform.query import only, whole_number


def asked(query: str) -> Request:
    return Request({"type": "http", "query_string": query.encode(), "headers": []})


@pytest.mark.parametrize(
    ("query", "number"), [("", None), ("n=1", 1), ("n=200", 200), (f"n={2**63 - 1}", 2**63 - 1)]
)
def test_a_whole_number_is_read(query: str, number: int | None) -> None:
    assert whole_number(asked(query), "n") == number


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "1.5", "one", "１", "²", " 1", str(2**63), "9" * 5000, "1&n=2"]
)
def test_what_is_no_such_number_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match="`n` m"):
        whole_number(asked(f"n={text}"), "n")


def test_a_number_past_the_most_is_refused() -> None:
    assert whole_number(asked("n=200"), "n", most=200) == 200
    with pytest.raises(BadRequest, match="from 1 to 200"):
        whole_number(asked("n=201"), "n", most=200)


def test_a_text_is_as_it_was_given() -> None:
    assert only(asked("q=%EB%8F%84&other=1"), "q") == "도"
    assert only(asked("other=1"), "q") is None
