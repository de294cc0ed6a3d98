"""DATA_DIR is held by one run at a time."""

from pathlib import Path

import pytest

from app.platform.data_directory import (
    DataDirectoryError,
    DataDirectoryInUseError,
    hold_data_directory,
)


def test_a_directory_that_is_missing_is_made(tmp_path: Path) -> None:
    with hold_data_directory(tmp_path / "a" / "b"):
        assert (tmp_path / "a" / "b").is_dir()


def test_a_second_run_is_refused_while_the_first_holds_it(tmp_path: Path) -> None:
    with (
        hold_data_directory(tmp_path),
        pytest.raises(DataDirectoryInUseError, match="DATA_DIR"),
        hold_data_directory(tmp_path),
    ):
        pytest.fail("two runs hold one directory")


def test_it_is_free_again_when_the_run_is_over(tmp_path: Path) -> None:
    for _ in range(2):
        with hold_data_directory(tmp_path):
            assert (tmp_path / "lock").exists()


def test_two_runs_with_directories_of_their_own_do_not_meet(tmp_path: Path) -> None:
    with hold_data_directory(tmp_path / "one"), hold_data_directory(tmp_path / "other"):
        assert {path.name for path in tmp_path.iterdir()} == {"one", "other"}


def test_a_file_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(DataDirectoryError, match="set DATA_DIR"),
        hold_data_directory(tmp_path / "file"),
    ):
        pytest.fail("a file was held as a directory")


def test_a_directory_in_which_nothing_can_be_written_is_said(tmp_path: Path) -> None:
    # A directory of the lock's name: root too cannot open it for writing.
    (tmp_path / "lock").mkdir()
    with pytest.raises(DataDirectoryError, match="cannot write"), hold_data_directory(tmp_path):
        pytest.fail("what cannot be written was held")
