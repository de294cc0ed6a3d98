import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.korean import (
    Entry,
    ImportRefusedError,
    dictionary,
    import_dictionary,
    imported_entries,
    use_imported,
    words,
)

OFFICIAL = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE LexicalResource SYSTEM "DTD_LMF_REV_16.dtd">
<LexicalResource dtdVersion="16"><Lexicon>
<feat att="language" val="kor" />
<LexicalEntry att="id" val="1">
  <feat att="homonym_number" val="1" />
  <feat att="partOfSpeech" val="명사" />
  <feat att="vocabularyLevel" val="중급" />
  <Lemma><feat att="writtenForm" val="솜구름" /></Lemma>
  <WordForm><feat att="type" val="발음" /><feat att="writtenForm" val="솜:구름" /></WordForm>
  <Sense att="id" val="1">
    <feat att="definition" val="솜처럼 하얀 구름." />
    <SenseExample><feat att="example" val="솜구름이 떠간다." /></SenseExample>
    <Equivalent>
      <feat att="language" val="몽골어" /><feat att="lemma" val="хөвөн үүл" />
    </Equivalent>
    <Equivalent>
      <feat att="language" val="영어" />
      <feat att="lemma" val="cotton-like cloud; fluffy cloud" />
      <feat att="definition" val="A white cloud." />
    </Equivalent>
  </Sense>
  <Sense att="id" val="2">
    <feat att="definition" val="비유적으로, 덧없는 것." />
    <Equivalent>
      <feat att="language" val="영어" /><feat att="lemma" val="(no equivalent expression)" />
    </Equivalent>
  </Sense>
</LexicalEntry>
<LexicalEntry att="id" val="2">
  <feat att="partOfSpeech" val="조사" />
  <Lemma><feat att="writtenForm" val="까지" /></Lemma>
</LexicalEntry>
<LexicalEntry att="id" val="3">
  <feat att="partOfSpeech" val="동사" /><feat att="vocabularyLevel" val="없음" />
  <Lemma><feat att="writtenForm" val="뭉게이다" /></Lemma>
  <Sense att="id" val="1"><feat att="definition" val="뭉게뭉게 피어오르다." /></Sense>
</LexicalEntry>
</Lexicon></LexicalResource>
"""

YAML = """000_KEYWORD: 솜구름__명사__001
import:
  한국어기초사전:
    URL: https://example.org/1
    동형어 번호: 0
    어휘 등급: 초급
    의미:
    - 관련어:비슷한말:
      - 표제어: 뭉게구름
        항목ID: 9
      뜻풀이: 솜처럼 하얀 구름. 맑은 날
        하늘에 뜬다.
      의미ID: 1
    - 뜻풀이: 덧없는 것.
    표제어: 솜구름
    품사: 명사
    항목ID: 1
result:
  맞춤법 검사:
    표제어: 다른말
    품사: 동사
---
000_KEYWORD: -까지__조사__001
import:
  한국어기초사전:
    어휘 등급: 없음
    의미:
    - 뜻풀이: '''끝''을 나타내는 조사.'
    표제어: 까지
    품사: 조사
---
000_KEYWORD: 뜬구름__명사__001
import:
  표준국어대사전:
    표제어: 뜬구름
    품사: 명사
---
000_KEYWORD: 뭉게__부사__001
import:
  한국어기초사전:
    어휘 등급: 고급
    의미:
    - 뜻풀이: '''뭉게''의 뜻: 연기가 나는 모양.'
    표제어: '뭉게'
    품사: 부사
"""

KENGDIC = (
    "id\tsurface\thanja\tgloss\tlevel\tcreated\tsource\n"
    "1\t솜사탕\t\tcotton candy; candyfloss\tB\t2006-01-16T09:52:46Z\tme@here:1\n"
    "2\t먹다\t\tto eat\tA\t2006-01-16T09:52:46Z\tme@here:2\n"
    "3\t도서관\t圖書館\t\t\t2006-01-16T09:52:46Z\tme@here:3\n"
    '4\t"어울리다"\t\t\t\t2006-01-16T09:52:46Z\tme@here:4\n'
)


@pytest.fixture(autouse=True)
def _nothing_imported() -> Iterator[None]:
    yield
    use_imported(())


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_official_xml_brings_english_senses_and_grades(tmp_path: Path) -> None:
    done = import_dictionary(_write(tmp_path / "1.xml", OFFICIAL), tmp_path / "kept")
    assert (done.entries, done.left_out, done.licence) == (2, 1, "CC BY-SA 2.0 KR")
    cloud, drift = imported_entries(tmp_path / "kept")
    assert (cloud.lemma, cloud.pos, cloud.level) == ("솜구름", "noun", 3)
    assert cloud.senses == ("cotton-like cloud, fluffy cloud",)
    assert cloud.sense_ko == "솜처럼 하얀 구름."
    assert cloud.source.startswith("한국어기초사전")
    assert (drift.pos, drift.level, drift.senses) == ("verb", None, ())


def test_the_official_archive_and_a_folder_of_its_parts_are_read(tmp_path: Path) -> None:
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("1.xml", OFFICIAL)
        packed.writestr("2.xml", OFFICIAL.replace("솜구름", "털구름"))
        packed.writestr("readme.txt", "no dictionary")
    assert import_dictionary(archive, tmp_path / "kept").entries == 4
    parts = tmp_path / "parts"
    parts.mkdir()
    _write(parts / "1.xml", OFFICIAL)
    assert import_dictionary(parts, tmp_path / "kept").entries == 2
    assert len(imported_entries(tmp_path / "kept")) == 2


def test_the_yaml_brings_grades_and_korean_senses(tmp_path: Path) -> None:
    done = import_dictionary(_write(tmp_path / "소.yaml", YAML), tmp_path / "kept")
    assert (done.entries, done.left_out, done.licence) == (2, 2, "CC BY-SA 4.0")
    cloud, drift = imported_entries(tmp_path / "kept")
    assert (cloud.lemma, cloud.pos, cloud.level) == ("솜구름", "noun", 1)
    assert cloud.sense_ko == "솜처럼 하얀 구름. 맑은 날 하늘에 뜬다."
    assert (drift.lemma, drift.level) == ("뭉게", 5)
    assert drift.sense_ko == "'뭉게'의 뜻: 연기가 나는 모양."


def test_kengdic_brings_english_senses_and_the_analyser_parts_of_speech(tmp_path: Path) -> None:
    done = import_dictionary(_write(tmp_path / "kengdic.tsv", KENGDIC), tmp_path / "kept")
    assert (done.entries, done.left_out) == (2, 2)
    candy, eat = imported_entries(tmp_path / "kept")
    assert (candy.lemma, candy.pos, candy.level) == ("솜사탕", "noun", 3)
    assert candy.senses == ("cotton candy", "candyfloss")
    assert (eat.pos, eat.level) == ("verb", 1)


def test_imported_entries_come_after_our_own_with_their_licence(tmp_path: Path) -> None:
    import_dictionary(_write(tmp_path / "kengdic.tsv", KENGDIC), tmp_path / "kept")
    use_imported(imported_entries(tmp_path / "kept"))
    ours, theirs = dictionary("먹다")
    assert (ours.source, ours.licence) == ("DoranDoran", "MIT")
    assert (theirs.source, theirs.licence) == ("kengdic", "MPL 2.0 or LGPL 2.0 or later")


def test_words_are_found_in_imported_dictionaries_level_and_senses_from_any(tmp_path: Path) -> None:
    assert [one.lemma for one in words("솜구름!")] == ["솜", "구름"]
    import_dictionary(_write(tmp_path / "소.yaml", YAML), tmp_path / "kept")
    theirs = Entry("솜구름", "noun", None, "", "fluffy cloud", "", "", "another", "CC0")
    use_imported((*imported_entries(tmp_path / "kept"), theirs))
    (after,) = words("솜구름!")
    assert (after.lemma, after.level, after.senses) == ("솜구름", 1, ("fluffy cloud",))


def test_a_later_import_replaces_the_earlier_one_of_its_source_only(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    import_dictionary(_write(tmp_path / "1.xml", OFFICIAL), kept)
    import_dictionary(_write(tmp_path / "kengdic.tsv", KENGDIC), kept)
    import_dictionary(_write(tmp_path / "2.xml", OFFICIAL.replace("솜구름", "털구름")), kept)
    assert [one.lemma for one in imported_entries(kept)] == ["털구름", "뭉게이다", "솜사탕", "먹다"]
    assert sorted(one.name for one in kept.iterdir()) == ["kengdic.tsv", "krdict.tsv"]


BOMB = """<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<LexicalResource>&b;</LexicalResource>
"""


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("bomb.xml", BOMB, "entity"),
        ("cut.xml", OFFICIAL[:900], "not well-formed XML"),
        ("other.xml", "<html></html>", "holds no entry"),
        ("notes.yaml", "a: 1\n", "holds no entry"),
        ("words.tsv", "korean\tenglish\n먹다\tto eat\n", "no column surface, gloss, level"),
        ("words.csv", "먹다,to eat\n", "not a dictionary that can be imported"),
        ("words.zip", "no archive", "not a ZIP archive"),
    ],
)
def test_what_is_no_dictionary_is_refused_and_nothing_is_replaced(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    kept = tmp_path / "kept"
    import_dictionary(_write(tmp_path / "1.xml", OFFICIAL), kept)
    with pytest.raises(ImportRefusedError, match=said):
        import_dictionary(_write(tmp_path / name, text), kept)
    assert len(imported_entries(kept)) == 2
    assert [one.name for one in kept.iterdir()] == ["krdict.tsv"]


def test_a_file_that_is_not_utf8_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kengdic.tsv"
    path.write_bytes(KENGDIC.encode("cp949", errors="ignore"))
    with pytest.raises(ImportRefusedError, match="UTF-8"):
        import_dictionary(path, tmp_path / "kept")
    with pytest.raises(ImportRefusedError, match="no such file"):
        import_dictionary(tmp_path / "missing.xml", tmp_path / "kept")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ImportRefusedError, match=r"no \.xml and no \.yaml"):
        import_dictionary(empty, tmp_path / "kept")


def test_a_damaged_kept_file_says_to_import_it_again(tmp_path: Path) -> None:
    assert imported_entries(tmp_path / "nowhere") == ()
    import_dictionary(_write(tmp_path / "1.xml", OFFICIAL), tmp_path)
    kept = tmp_path / "krdict.tsv"
    kept.write_text(kept.read_text(encoding="utf-8") + "half a li", encoding="utf-8")
    with pytest.raises(ImportRefusedError, match=r"krdict\.tsv:6.*import it again"):
        imported_entries(tmp_path)
    kept.write_text("lemma\n", encoding="utf-8")
    with pytest.raises(ImportRefusedError, match="import it again"):
        imported_entries(tmp_path)
