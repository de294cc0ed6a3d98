"""`dorandoran korean …` as one types it: arguments or lines in, people's words or JSON out."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.cli import app

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    runner = CliRunner()

    def invoke(*arguments: str, lines: str | bytes = "") -> Result:
        return runner.invoke(app, ["korean", *arguments], input=lines)

    return invoke


def answers(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_detect_answers_each_line_in_order_with_the_promised_fields(run: Run) -> None:
    first, empty, second = answers(
        run("detect", "--json", lines="밥 먹었어?\n\n저는 학생이에요.\n")
    )
    assert list(first) == ["text", "style", "mixed", "confidence", "sentences"]
    (sentence,) = first["sentences"]
    assert list(sentence) == ["text", "start", "end", "style", "honorific", "humble", "because"]
    assert sentence["because"] == [{"form": "어", "tag": "EF", "start": 4, "end": 5}]
    assert (first["style"], empty["style"], second["style"]) == ("hae", "none", "haeyo")


def test_a_text_is_answered_in_nfc_and_positions_count_its_code_points(run: Run) -> None:
    decomposed = "\N{GRINNING FACE} \u1107\u1161\u11b8 \u1106\u1165\u11a8\u110b\u1165"
    (answer,) = answers(run("detect", "--json", decomposed))
    assert answer["text"] == "\N{GRINNING FACE} 밥 먹어"
    because = answer["sentences"][0]["because"][0]
    assert answer["text"][because["start"] : because["end"]] == "어"


def test_restyle_says_what_it_changed_or_why_it_did_not(run: Run) -> None:
    done, refused = answers(
        run("restyle", "--to", "haeyo", "--json", lines="밥 먹었어?\n지금 가나이다")
    )
    assert list(done) == ["text", "target", "restyled", "reason", "edits"]
    assert list(done["edits"][0]) == [
        "start",
        "end",
        "was",
        "becomes",
        "rule",
        "why_en",
        "why_ko",
    ]
    assert (done["target"], done["restyled"], done["reason"]) == ("haeyo", "밥 먹었어요?", None)
    assert refused["restyled"] is None
    assert refused["reason"]


def test_check_gives_the_corrected_text(run: Run) -> None:
    (answer,) = answers(run("check", "--json", "몇일 걸려요?"))
    assert list(answer) == ["text", "corrected", "edits"]
    assert answer["corrected"] == "며칠 걸려요?"


def test_judge_knows_who_listens(run: Run) -> None:
    (answer,) = answers(run("judge", "--persona", "boss", "--json", "밥 먹었어?"))
    assert list(answer) == ["text", "status", "corrected", "edits"]
    assert list(answer["edits"][0])[-2:] == ["degree", "kind"]
    assert answer["status"] == "corrected"
    (answer,) = answers(run("judge", "--persona", "friend", "--json", "밥 먹었어?"))
    assert answer == {
        "text": "밥 먹었어?",
        "status": "perfect",
        "corrected": "밥 먹었어?",
        "edits": [],
    }


def test_words_gives_dictionary_form_level_and_senses(run: Run) -> None:
    (answer,) = answers(run("words", "--json", "저는 학교에 가요."))
    assert list(answer) == ["text", "words"]
    word = answer["words"][1]
    assert list(word) == ["surface", "lemma", "pos", "start", "end", "level", "senses"]
    assert (word["surface"], word["lemma"], word["pos"], word["level"]) == (
        "학교",
        "학교",
        "noun",
        1,
    )
    assert word["senses"] == ["school"]


def test_romanise_gives_letters_sound_and_rules(run: Run) -> None:
    (answer,) = answers(run("romanise", "--json", "독립"))
    assert answer == {
        "text": "독립",
        "romanised": "dongnip",
        "pronunciation": "동닙",
        "rules": answer["rules"],
    }
    assert answer["rules"]


def test_hangul_reads_keys_and_romanised_korean_and_leaves_english_alone(run: Run) -> None:
    found = answers(run("hangul", "--json", lines="dkssudgktpdy\nannyeonghaseyo\nhello there\n"))
    assert [(one["best"], one["typed"]) for one in found] == [
        ("안녕하세요", "keys"),
        ("안녕하세요", "roman"),
        (None, None),
    ]
    assert list(found[0]) == ["text", "best", "alternatives", "typed"]


def test_dictionary_shows_senses_and_whose_entry_it_is(run: Run) -> None:
    found, missing = answers(run("dictionary", "--json", lines="학교\n갹\n"))
    (entry,) = found["entries"]
    assert (entry["senses"], entry["source"], entry["licence"]) == (
        ["school"],
        "DoranDoran",
        "MIT",
    )
    assert missing == {"lemma": "갹", "entries": []}


def test_for_people_it_says_the_same_in_words(run: Run) -> None:
    assert run("detect", "밥 먹었어?").stdout.startswith("해체 hae")
    assert run("check", "몇일 걸려요?").stdout.startswith("며칠 걸려요?\n  몇일 → 며칠")
    assert "no mistake found" in run("check", "며칠 걸려요?").stdout
    assert run("judge", "--persona", "boss", "밥 먹었어?").stdout.startswith("corrected: ")
    assert "학교: 학교 (noun, level 1) school" in run("words", "학교에 가요.").stdout
    assert run("romanise", "독립").stdout.startswith("dongnip  [동닙]")
    assert "학교: school" in run("dictionary", "학교").stdout
    assert run("hangul", "dkssudgktpdy").stdout.startswith("안녕하세요")
    assert "not Korean" in run("hangul", "hello").stdout
    assert "갹: not in the dictionary" in run("dictionary", "갹").stdout
    assert "not rewritten" in run("restyle", "--to", "haeyo", "지금 가나이다").stdout


@pytest.mark.parametrize(
    ("arguments", "lines", "said"),
    [
        (("judge", "--persona", "uncle", "응"), "", "'uncle' is none of friend"),
        (("judge", "--persona", "boss", "--closeness", "7", "응"), "", "3"),
        (("restyle", "--to", "none", "응"), "", "'none' is none of hapsyo"),
        (("check",), b"\xff\xfe", "line 1 is not UTF-8"),
        (("check",), "맞아\n".encode() + b"\xff", "line 2 is not UTF-8"),
    ],
)
def test_what_cannot_be_answered_is_said(
    run: Run, arguments: tuple[str, ...], lines: str | bytes, said: str
) -> None:
    result = run(*arguments, lines=lines)
    assert result.exit_code != 0
    assert said in result.stderr.replace("\n│ ", "")


def test_an_answer_comes_before_the_next_line_is_read() -> None:
    command = [sys.executable, "-m", "app.cli", "korean", "check", "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text in ("밥 먹었어?", "몇일 걸려요?"):
            process.stdin.write(f"{text}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["text"] == text


def test_whoever_stops_reading_ends_it_quietly(tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("밥 먹었어?\n" * 1_000, encoding="utf-8")
    command = [sys.executable, "-m", "app.cli", "korean", "check"]
    with (
        lines.open("rb") as given,
        subprocess.Popen(
            command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process,
    ):
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
