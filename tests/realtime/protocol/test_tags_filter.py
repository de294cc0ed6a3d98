"""Filters of publications by their tags."""

import msgspec
import pytest
from centrifuge import Filter
from hypothesis import given, settings
from hypothesis import strategies as st

from realtime.protocol.tags_filter import (
    DEEPEST_FILTER,
    LONGEST_FILTER,
    MOST_FILTER_NODES,
    FilterNode,
    InvalidFilterError,
    compile_filter,
)


def leaf(key: str, cmp: str, val: str = "") -> FilterNode:
    return FilterNode(key=key, cmp=cmp, val=val)


def listed(key: str, cmp: str, *vals: str) -> FilterNode:
    return FilterNode(key=key, cmp=cmp, vals=vals)


def every(*nodes: FilterNode) -> FilterNode:
    return FilterNode(op="and", nodes=nodes)


def either(*nodes: FilterNode) -> FilterNode:
    return FilterNode(op="or", nodes=nodes)


def no(*nodes: FilterNode) -> FilterNode:
    return FilterNode(op="not", nodes=nodes)


YES, NO = leaf("here", "ex"), leaf("here", "nex")


@pytest.mark.parametrize(
    ("node", "tags", "matches"),
    [
        (leaf("level", "eq", "초급"), {"level": "초급"}, True),
        (leaf("level", "eq", "초급"), {"level": "고급"}, False),
        (leaf("level", "eq", "초급"), {}, False),
        (leaf("level", "neq", "초급"), {"level": "고급"}, True),
        (leaf("level", "neq", "초급"), {"level": "초급"}, False),
        (leaf("level", "neq", "초급"), {}, True),
        (listed("city", "in", "서울", "부산"), {"city": "부산"}, True),
        (listed("city", "in", "서울", "부산"), {"city": "대구"}, False),
        (listed("city", "in", "서울", "부산"), {}, False),
        (listed("city", "in", "서울", ""), {}, True),
        (listed("city", "nin", "서울", "부산"), {"city": "대구"}, True),
        (listed("city", "nin", "서울", "부산"), {"city": "서울"}, False),
        (listed("city", "nin", "서울", "부산"), {}, True),
        (listed("city", "nin", "서울", ""), {}, False),
        (leaf("debug", "ex"), {"debug": ""}, True),
        (leaf("debug", "ex"), {}, False),
        (leaf("debug", "nex"), {}, True),
        (leaf("debug", "nex"), {"debug": ""}, False),
        (leaf("", "ex"), {"": "1"}, True),
        (leaf("", "nex"), {"a": "1"}, True),
        (leaf("name", "sw", "김"), {"name": "김민수"}, True),
        (leaf("name", "sw", "김"), {"name": "민수김"}, False),
        (leaf("name", "sw", "김"), {}, False),
        (leaf("name", "ew", "수"), {"name": "김민수"}, True),
        (leaf("name", "ew", "수"), {"name": "수민"}, False),
        (leaf("name", "ew", "수"), {}, False),
        (leaf("name", "ct", "민"), {"name": "김민수"}, True),
        (leaf("name", "ct", "민"), {"name": "김수"}, False),
        (leaf("name", "ct", "민"), {}, False),
        (every(YES, YES), {"here": "1"}, True),
        (every(YES, NO), {"here": "1"}, False),
        (either(NO, YES), {"here": "1"}, True),
        (either(NO, NO), {"here": "1"}, False),
        (no(YES), {"here": "1"}, False),
        (no(NO), {"here": "1"}, True),
        (no(leaf("n", "lt", "5")), {}, True),
        (either(every(YES, NO), every(YES, no(every(NO)))), {"here": "1"}, True),
    ],
)
def test_tags_match_or_not(node: FilterNode, tags: dict[str, str], *, matches: bool) -> None:
    assert compile_filter(node)(tags) is matches


@pytest.mark.parametrize(
    ("tag", "bound", "holding"),
    [
        ("100", "42", ["gt", "gte"]),
        ("10", "42", ["lt", "lte"]),
        ("42", "42", ["gte", "lte"]),
        ("42.00000001", "42", ["gt", "gte"]),
        ("41.99999999", "42", ["lt", "lte"]),
        ("9", "10", ["lt", "lte"]),
        ("+7.50", "7.5", ["gte", "lte"]),
        ("-0", "0", ["gte", "lte"]),
        ("-3", "-2.5", ["lt", "lte"]),
        ("0.1234567890123456789", "0.1234567890123456788", ["gt", "gte"]),
        ("1" * 199 + "2", "1" * 199 + "1", ["gt", "gte"]),
    ],
)
def test_numbers_are_compared_as_decimals(tag: str, bound: str, holding: list[str]) -> None:
    for cmp in ("gt", "gte", "lt", "lte"):
        assert compile_filter(leaf("n", cmp, bound))({"n": tag}) is (cmp in holding)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "many",
        "1e3",
        "1E999999999",
        "nan",
        "sNaN",
        "inf",
        "-Infinity",
        "0x10",
        "1_000",
        " 1",
        "1\n",
        ".5",
        "5.",
        "-",
        "+",
        "--1",
        "1.2.3",
        "１２",
        "٣",
        "0.12345678901234567890",
        "1" * 201,
    ],
)
def test_what_is_no_plain_number_is_neither_less_nor_greater(text: str) -> None:
    for cmp in ("gt", "gte", "lt", "lte"):
        assert not compile_filter(leaf("n", cmp, "0"))({"n": text})
        assert not text or not compile_filter(leaf("n", cmp, text))({"n": "0"})
        assert not compile_filter(leaf("n", cmp, "0"))({})


@pytest.mark.parametrize(
    ("node", "wrong"),
    [
        (FilterNode(), "cmp is missing"),
        (FilterNode(key="a", val="b"), "cmp is missing"),
        (leaf("a", "like", "b"), "cmp is `like`"),
        (leaf("", "eq", "b"), "`eq` needs a key"),
        (listed("", "in", "b"), "`in` needs a key"),
        *((leaf("a", cmp), f"`{cmp}` needs `val`") for cmp in ("eq", "neq", "sw", "ew", "ct")),
        *((leaf("a", cmp), f"`{cmp}` needs `val`") for cmp in ("gt", "gte", "lt", "lte")),
        (FilterNode(key="a", cmp="eq", val="b", vals=("c",)), "`eq` takes no `vals`"),
        (listed("a", "in"), "`in` needs `vals`"),
        (leaf("a", "nin", "b"), "`nin` takes no `val`"),
        (FilterNode(key="a", cmp="in", val="b", vals=("c",)), "`in` takes no `val`"),
        (leaf("a", "ex", "b"), "`ex` takes no `val`"),
        (listed("a", "nex", "b"), "`nex` takes no `vals`"),
        (every(), "`and` needs at least one node"),
        (either(), "`or` needs at least one node"),
        (no(), "`not` needs exactly one node, not 0"),
        (no(YES, NO), "`not` needs exactly one node, not 2"),
        (FilterNode(op="xor", nodes=(YES,)), "op is `xor`"),
        (every(YES, either(NO, no(leaf("a", "eq")))), "`eq` needs `val`"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(node: FilterNode, wrong: str) -> None:
    with pytest.raises(InvalidFilterError, match=wrong):
        compile_filter(node)


def nested(levels: int) -> FilterNode:
    node = YES
    for _ in range(levels - 1):
        node = no(node)
    return node


def test_a_filter_has_a_greatest_depth() -> None:
    assert compile_filter(nested(DEEPEST_FILTER))({}) is (DEEPEST_FILTER % 2 == 0)
    with pytest.raises(InvalidFilterError, match="nested deeper than 16 levels"):
        compile_filter(nested(DEEPEST_FILTER + 1))


def test_a_filter_has_a_greatest_number_of_nodes() -> None:
    leaves = (NO,) * (MOST_FILTER_NODES - 1)
    assert compile_filter(either(*leaves))({})
    with pytest.raises(InvalidFilterError, match="more than 128 nodes"):
        compile_filter(either(*leaves, NO))


def test_a_filter_has_a_greatest_length() -> None:
    assert not compile_filter(leaf("k", "eq", "v" * (LONGEST_FILTER - 1)))({})
    with pytest.raises(InvalidFilterError, match="longer than 8192 characters"):
        compile_filter(leaf("k", "eq", "v" * LONGEST_FILTER))
    with pytest.raises(InvalidFilterError, match="longer than 8192 characters"):
        compile_filter(listed("k", "in", *[""] * LONGEST_FILTER))


def test_the_sdk_builds_what_is_understood() -> None:
    built = Filter.all(
        Filter.any(Filter.eq("level", "초급"), Filter.is_in("city", ["서울", "부산"])),
        Filter.negate(Filter.gte("age", "19")),
    )
    node = msgspec.json.decode(msgspec.json.encode(built.node), type=FilterNode)
    matches = compile_filter(node)
    assert matches({"level": "초급", "age": "18"})
    assert matches({"city": "서울"})
    assert not matches({"city": "서울", "age": "19"})
    assert not matches({"age": "18"})


def test_what_is_empty_is_left_out_on_the_wire() -> None:
    assert msgspec.json.encode(no(leaf("a", "eq", "1"))) == (
        b'{"op":"not","nodes":[{"key":"a","cmp":"eq","val":"1"}]}'
    )


def test_equal_filters_are_one_key() -> None:
    """So that subscribers with the same filter can share its answer."""
    assert {every(leaf("a", "ex"), listed("b", "in", "c")): 1} == {
        every(leaf("a", "ex"), listed("b", "in", "c")): 1
    }


words = st.sampled_from(["", "a", "ab", "1", "1.5", "nan", "한"]) | st.text(max_size=4)
nodes: st.SearchStrategy[FilterNode] = st.deferred(
    lambda: st.builds(
        FilterNode,
        op=st.sampled_from(["", "", "and", "or", "not", "nor"]),
        key=words,
        cmp=st.sampled_from(["eq", "neq", "in", "nin", "ex", "nex", "sw", "ew", "ct", "lt", "gte"]),
        val=words,
        vals=st.lists(words, max_size=2).map(tuple),
        nodes=st.lists(nodes, max_size=2).map(tuple),
    )
)


@settings(deadline=None, derandomize=True)
@given(nodes, st.dictionaries(words, words, max_size=4))
def test_any_filter_is_refused_or_answers(node: FilterNode, tags: dict[str, str]) -> None:
    try:
        matches = compile_filter(node)
    except InvalidFilterError:
        return
    assert matches(tags) is not compile_filter(no(node))(tags)
