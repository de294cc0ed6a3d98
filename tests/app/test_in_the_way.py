"""What is in the way of a command is one clear line and an exit code; our own faults are not."""

import pytest

from app.in_the_way import IN_THE_WAY, what_is_in_the_way_in_one_line
from app.platform.settings import SettingsError


@pytest.mark.parametrize("kind", IN_THE_WAY, ids=lambda kind: kind.__name__)
def test_what_is_in_the_way_is_said_in_one_line_also_out_of_a_task_group(
    kind: type[Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    error = kind.__new__(kind)
    error.args = ("it is so,\n  do that",)
    group = ExceptionGroup("a task group's", [ExceptionGroup("within it", [error])])
    with pytest.raises(SystemExit) as ended, what_is_in_the_way_in_one_line():
        raise group
    assert ended.value.code == 1
    assert capsys.readouterr().err == "dorandoran: it is so, do that\n"


def test_a_fault_of_ours_is_not_hidden() -> None:
    group = ExceptionGroup("two", [SettingsError("a setting"), RuntimeError("ours")])
    with pytest.raises(ExceptionGroup) as raised, what_is_in_the_way_in_one_line():
        raise group
    assert raised.value.subgroup(RuntimeError) is not None


def test_a_command_may_name_what_is_in_its_way_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit), what_is_in_the_way_in_one_line(OSError):
        raise PermissionError("no place to write")
    assert capsys.readouterr().err == "dorandoran: no place to write\n"
