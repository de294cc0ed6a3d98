"""Which publications a subscriber gets, told by their tags.

Source: `FilterNode` in https://github.com/centrifugal/protocol, definitions/client.proto; what it
means is https://centrifugal.dev/docs/server/publication_filtering and the filter of
https://github.com/centrifugal/centrifuge.
"""

import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal

import msgspec

#: Limits of one filter, since a client sends it and every publication is compared with it.
DEEPEST_FILTER = 16
MOST_FILTER_NODES = 128
#: In characters, keys and values of all nodes together.
LONGEST_FILTER = 8192

#: Whether a publication with these tags is wanted.
Matches = Callable[[Mapping[str, str]], bool]

# Only plain numbers count, as in the reference: no exponents, no infinity, at most 19 decimals.
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]{1,19})?")
_LONGEST_NUMBER = 200


class FilterNode(msgspec.Struct, frozen=True, omit_defaults=True):
    """A comparison where `op` is empty; else `and`, `or`, `not` of `nodes`.

    `cmp` is one of eq, neq, sw, ew, ct, gt, gte, lt, lte (with `val`), in, nin (with `vals`), ex,
    nex (with neither).
    """

    op: str = ""
    key: str = ""
    cmp: str = ""
    val: str = ""
    vals: tuple[str, ...] = ()
    nodes: tuple["FilterNode", ...] = ()


class InvalidFilterError(ValueError):
    """A filter that means nothing, or is larger than one may be."""


def compile_filter(node: FilterNode) -> Matches:
    """Return a function that tells whether tags match, made once for each subscription.

    A key that a publication lacks is equal to nothing, in no list but one with the empty text, and
    neither less nor greater than a number; nor is a tag that is no plain number. The function
    raises nothing.

    Raises:
        InvalidFilterError: the tree is not well-formed or beyond the limits of this module.

    """
    _refuse_oversized(node)
    return _compile(node)


def _refuse_oversized(root: FilterNode) -> None:
    nodes = characters = depth = 0
    level = [root]
    while level:
        depth += 1
        nodes += len(level)
        for node in level:
            characters += len(node.key) + len(node.val) + sum(map(len, node.vals)) + len(node.vals)
        if depth > DEEPEST_FILTER:
            raise InvalidFilterError(f"filter is nested deeper than {DEEPEST_FILTER} levels")
        if nodes > MOST_FILTER_NODES:
            raise InvalidFilterError(f"filter has more than {MOST_FILTER_NODES} nodes")
        if characters > LONGEST_FILTER:
            raise InvalidFilterError(f"keys and values are longer than {LONGEST_FILTER} characters")
        level = [child for node in level for child in node.nodes]


def _compile(node: FilterNode) -> Matches:
    match node.op:
        case "":
            return _comparison(node)
        case "and" | "or":
            if not node.nodes:
                raise InvalidFilterError(f"`{node.op}` needs at least one node")
            return _combination(tuple(map(_compile, node.nodes)), decided_by=node.op == "or")
        case "not":
            if len(node.nodes) != 1:
                raise InvalidFilterError(f"`not` needs exactly one node, not {len(node.nodes)}")
            inner = _compile(node.nodes[0])
            return lambda tags: not inner(tags)
    raise InvalidFilterError(f"op is `{node.op}`, not empty, `and`, `or` or `not`")


def _combination(parts: tuple[Matches, ...], *, decided_by: bool) -> Matches:
    def matches(tags: Mapping[str, str]) -> bool:
        for part in parts:
            if part(tags) is decided_by:
                return decided_by
        return not decided_by

    return matches


def _comparison(node: FilterNode) -> Matches:
    if of_key := _OF_KEY.get(node.cmp):
        _expect(node, val=False, vals=False)
        return of_key(node.key)
    if of_values := _OF_VALUES.get(node.cmp):
        _expect(node, val=False, vals=True)
        return of_values(node.key, frozenset(node.vals))
    if of_value := _OF_VALUE.get(node.cmp):
        _expect(node, val=True, vals=False)
        return of_value(node.key, node.val)
    wrong = f"cmp is `{node.cmp}`, which is no comparison" if node.cmp else "cmp is missing"
    known = ", ".join((*_OF_VALUE, *_OF_VALUES, *_OF_KEY))
    raise InvalidFilterError(f"{wrong}; use one of {known}")


def _expect(node: FilterNode, *, val: bool, vals: bool) -> None:
    if (val or vals) and not node.key:
        raise InvalidFilterError(f"`{node.cmp}` needs a key")
    for name, wanted, given in (("val", val, node.val), ("vals", vals, node.vals)):
        if wanted and not given:
            raise InvalidFilterError(f"`{node.cmp}` needs `{name}`")
        if given and not wanted:
            raise InvalidFilterError(f"`{node.cmp}` takes no `{name}`")


def _in_order(holds: Callable[[Decimal, Decimal], bool]) -> Callable[[str, str], Matches]:
    def of_value(key: str, value: str) -> Matches:
        bound = _number(value)
        if bound is None:
            return lambda _: False

        def matches(tags: Mapping[str, str]) -> bool:
            number = _number(tags.get(key, ""))
            return number is not None and holds(number, bound)

        return matches

    return of_value


def _number(text: str) -> Decimal | None:
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return None
    return Decimal(text)


_OF_KEY: dict[str, Callable[[str], Matches]] = {
    "ex": lambda key: lambda tags: key in tags,
    "nex": lambda key: lambda tags: key not in tags,
}

_OF_VALUES: dict[str, Callable[[str, frozenset[str]], Matches]] = {
    "in": lambda key, values: lambda tags: tags.get(key, "") in values,
    "nin": lambda key, values: lambda tags: tags.get(key, "") not in values,
}

# No value is empty, so that the empty text may stand for a tag that is not there.
_OF_VALUE: dict[str, Callable[[str, str], Matches]] = {
    "eq": lambda key, value: lambda tags: tags.get(key) == value,
    "neq": lambda key, value: lambda tags: tags.get(key) != value,
    "sw": lambda key, value: lambda tags: tags.get(key, "").startswith(value),
    "ew": lambda key, value: lambda tags: tags.get(key, "").endswith(value),
    "ct": lambda key, value: lambda tags: value in tags.get(key, ""),
    "gt": _in_order(operator.gt),
    "gte": _in_order(operator.ge),
    "lt": _in_order(operator.lt),
    "lte": _in_order(operator.le),
}
