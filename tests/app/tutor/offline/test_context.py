"""What a scripted reply depends on."""

from app.tutor.address import Address
from app.tutor.offline.context import ScriptContext


def test_only_a_stranger_is_met_in_a_scene() -> None:
    address = Address("", "")
    assert ScriptContext("stranger", "한서윤", 2, "네", address).scene == 2
    assert ScriptContext("friend", "민준", 2, "네", address).scene is None
