"""Loading reads every table, so that the first learner waits no longer than the second."""

import subprocess
import sys

_ASK = """
import builtins, io, pathlib
from app import korean

korean.load()
korean.load()

def refused(*arguments, **named):
    raise AssertionError(f"{arguments} is read only when somebody asks")

io.open = builtins.open = refused
pathlib.Path.read_text = refused
relation = korean.Relation(korean.Style.HAEYO)
for text in ("밥 먹었어?", "선배님, 어제 몇일이었어요?", "그는 학교에 갔다."):
    korean.detect(text)
    korean.restyle(text, korean.Style.HAPSYO)
    korean.check(text)
    korean.judge(text, relation)
    korean.words(text)
    korean.romanise(text)
print("read nothing")
"""


def test_after_loading_nothing_is_read_from_files_any_more() -> None:
    asked = subprocess.run(
        [sys.executable, "-c", _ASK], capture_output=True, text=True, check=False, timeout=60
    )
    assert (asked.stdout, asked.stderr) == ("read nothing\n", "")
