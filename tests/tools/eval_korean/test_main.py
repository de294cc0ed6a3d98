"""`make eval-korean`, on material written here."""

from pathlib import Path

import pytest

from tools.eval_korean.__main__ import main


def test_without_a_folder_it_says_what_it_would_measure(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main([]) == 0
    assert "formality.tsv" in capsys.readouterr().out
    assert main([str(tmp_path)]) == 1
    assert "nothing to measure on" in capsys.readouterr().out


def test_each_file_of_the_folder_gives_its_figures(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "formality.tsv").write_text(
        "domain\tformal\tinformal\n"
        "chat\t저는 물을 마셔요. 그래도 돼요.\t나는 물을 마셔. 그래도 돼.\n",
        encoding="utf-8",
    )
    (tmp_path / "ending-levels.tsv").write_text(
        "ending\tstyle\texamples\n-습니다\thapsyo\t밥을 먹습니다. | 산이 높습니다.\n",
        encoding="utf-8",
    )
    (tmp_path / "pronunciation.tsv").write_text(
        "word\tpos\tpronunciation\n독립\t명사\t동닙\n", encoding="utf-8"
    )
    (tmp_path / "graded-words.tsv").write_text(
        "word\tpos\tgrade\n학교\t명사\tbeginner\n", encoding="utf-8"
    )
    assert main([str(tmp_path), "--misses"]) == 0
    said = capsys.readouterr().out
    shares = [line.split("%")[0].split()[-1] for line in said.splitlines() if "%" in line]
    assert len(shares) > 15
    assert set(shares) == {"100.00", "0.00"} or set(shares) == {"100.00"}
