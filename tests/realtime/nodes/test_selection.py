"""Whose connections are meant."""

import pytest

from realtime.nodes.selection import Selection
from realtime.policy import Identity

ANN = Identity("ann", "phone")


@pytest.mark.parametrize(
    ("selection", "meant"),
    [
        (Selection("ann"), True),
        (Selection("bob"), False),
        (Selection(session="phone"), True),
        (Selection("ann", "laptop"), False),
        (Selection(client="1"), True),
        (Selection("ann", client="2"), False),
        (Selection(stream="secret"), True),
        (Selection(stream="other"), False),
        (Selection("ann", but_not=("1",)), False),
        (Selection("ann", but_not=("2",)), True),
        (Selection(""), False),
    ],
)
def test_everything_given_must_match(selection: Selection, meant: bool) -> None:
    assert selection.concerns(ANN, "1", "secret") is meant


def test_nobody_in_particular_is_refused() -> None:
    with pytest.raises(ValueError, match="whose connections"):
        Selection(but_not=("1",))
