import pytest

from app.korean.judging.belongings import belonging_findings
from tests.app.korean.listeners import message_to


@pytest.mark.parametrize(
    ("listener", "text", "becomes"),
    [
        ("boss 2", "이름이 뭐예요?", ["성함이 어떻게 되세요"]),
        ("boss 1", "부장님 이름이 뭐예요?", ["성함이 어떻게 되십니까"]),
        ("boss 2", "부장님 말이 맞아요", ["말씀"]),
        ("boss 2", "강아지 이름이 뭐예요?", []),
        ("boss 2", "부장님 말씀이 맞아요", []),
        ("coworker 3", "이름이 뭐예요?", []),
        ("friend 2", "이름이 뭐야?", []),
    ],
)
def test_what_is_the_listeners_has_honorific_names(
    listener: str, text: str, becomes: list[str]
) -> None:
    found = belonging_findings(message_to(listener, text))
    assert [one.becomes for one in found] == becomes
