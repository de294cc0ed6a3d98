"""The data: every line is well formed, in the register it claims, and short."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.korean import Style, check, detect
from app.tutor.offline.book import Cue, Topic, book, fitting, read_topic
from app.tutor.offline.line import Line, Register, ScriptError
from app.tutor.offline.safety import concern
from app.tutor.offline.said import Act, Aspect, Mood, Question, Said

SLOTS = {
    Register.PLAIN: {"address": "톰아", "you": "톰"},
    Register.POLITE: {"address": "톰 씨", "you": "톰 씨"},
    Register.HONORIFIC: {"address": "손님", "you": "손님"},
    Register.FORMAL: {"address": "톰 씨", "you": "톰 씨"},
}
STYLES = {
    Register.PLAIN: {Style.HAE, Style.HAERA, Style.NONE},
    Register.POLITE: {Style.HAEYO, Style.NONE},
    Register.HONORIFIC: {Style.HAEYO, Style.HAPSYO, Style.NONE},
    Register.FORMAL: {Style.HAEYO, Style.HAPSYO, Style.NONE},
}
LONGEST = 9
# A scene has only strangers in it, and they speak one register.
EVERYONE_ELSE = [Register.PLAIN, Register.POLITE, Register.FORMAL]


def every_line() -> Iterator[tuple[str, Line]]:
    for act, lines in book().acts.items():
        yield from ((act, line) for line in lines)
    for topic in [*book().topics.values(), book().general]:
        cues = [*topic.react, *(cue for kind in topic.answer.values() for cue in kind)]
        groups = [topic.tell, topic.request, topic.propose, *(cue.lines for cue in cues)]
        for ask in topic.asks:
            groups += [(ask.line,), ask.then, ask.yes, ask.no]
        yield from ((topic.name, line) for lines in groups for line in lines)


def written(register: Register, noun: str) -> Iterator[tuple[str, str]]:
    slots = {**SLOTS[register], "noun": noun, "persona": "민준", "meaning": "먹는 것"}
    for name, line in every_line():
        if register in line.templates:
            yield name, line.templates[register].fill(slots)


@pytest.mark.parametrize("register", Register)
@pytest.mark.parametrize("noun", ["커피", "비빔밥"], ids=["vowel", "consonant"])
def test_every_line_is_in_the_register_it_claims(register: Register, noun: str) -> None:
    wrong = [
        (name, text, style)
        for name, text in written(register, noun)
        for style in {sentence.style for sentence in detect(text).sentences}
        if style not in STYLES[register]
    ]
    assert not wrong


@pytest.mark.parametrize("register", Register)
def test_no_line_has_a_mistake_of_its_own(register: Register) -> None:
    assert not [(text, edits) for _, text in written(register, "커피") if (edits := check(text))]


@pytest.mark.parametrize("register", Register)
def test_no_line_is_longer_than_a_beginner_reads(register: Register) -> None:
    assert not [text for _, text in written(register, "커피") if len(text.split()) > LONGEST]


@pytest.mark.parametrize("register", Register)
def test_no_line_says_what_it_would_not_let_a_learner_say(register: Register) -> None:
    assert not [text for _, text in written(register, "커피") if concern(text) is not None]


def test_the_formal_register_is_more_than_the_polite_one() -> None:
    styles = [detect(text).style for _, text in written(Register.FORMAL, "커피")]
    assert styles.count(Style.HAPSYO) > 300


def test_there_are_twenty_topics_and_more_outside_the_scenes() -> None:
    assert sum(topic.scene is None for topic in book().topics.values()) >= 25


@pytest.mark.parametrize("topic", book().topics.values(), ids=lambda topic: topic.name)
def test_a_topic_can_be_recognised_reacted_to_told_and_asked_about(topic: Topic) -> None:
    words = topic.words
    assert words.things or words.signs or words.patterns
    assert len(topic.tell) >= 2
    assert any(cue.after == "any" and not cue.words for cue in topic.react)
    assert topic.answer
    assert topic.asks
    registers = [Register.HONORIFIC] if topic.scene else EVERYONE_ELSE
    for ask in topic.asks:
        for register in registers:
            assert ask.line.templates[register].text.endswith("?")
            assert ask.then or ask.yes
            assert not ask.yes or ask.no or ask.then


def test_every_act_that_needs_lines_has_them_in_every_register() -> None:
    composed = {Act.QUESTION, Act.REQUEST, Act.PROPOSAL, Act.STATEMENT, Act.INTRODUCTION}
    for act in set(Act) - composed - {Act.DISTRESS}:
        for register in Register:
            personas = {"senior": register, "friend": register}
            assert any(
                line.template(persona, register, 1)
                for persona in personas
                for line in book().said(act)
            ), (act, register)


def test_lines_after_a_word_come_before_the_general_ones() -> None:
    eaten, past, anything = (Line.of([text, text]) for text in ("먹었구나.", "그랬구나.", "응."))
    cues = (
        Cue("any", frozenset(), (anything,)),
        Cue("past", frozenset(), (past,)),
        Cue("past", frozenset({"먹"}), (eaten,)),
    )
    after = ("past", "any")
    assert fitting(cues, after, frozenset({"먹", "밥"})) == ((eaten,), (past,), (anything,))
    assert fitting(cues, after, frozenset({"만들"})) == ((past,), (anything,))


def test_a_which_question_falls_back_on_what() -> None:
    food = book().topics["food"]
    said = Said(Act.QUESTION, Question.WHICH, aspect=Aspect.LIKE)
    assert food.answers(Question.WHICH, said) == food.answers(Question.WHAT, said)


def test_bad_news_is_met_by_the_lines_for_it_first() -> None:
    said = Said(Act.STATEMENT, aspect=Aspect.PAST, mood=Mood.BAD)
    bad = next(cue.lines for cue in book().topics["work"].react if cue.after == "bad")
    assert book().topics["work"].reactions(said)[0] == bad


@pytest.mark.parametrize(
    "content",
    [
        'things = ["컵"]\nthngs = ["컵"]',
        'tell = "응."',
        '[react]\n"before 먹" = [["응.", "네."]]',
        '[[ask]]\nsay = ["왜?", "왜요?"]\nafter = "past"',
        'tell = [["{nuon}?", "네?"]]',
    ],
    ids=["key", "rows", "cue", "ask", "slot"],
)
def test_a_file_that_is_not_well_formed_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "cups.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ScriptError):
        read_topic(path)


def test_an_aspect_that_there_is_not_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cups.toml"
    path.write_text('[[ask]]\nsay = ["왜?", "왜요?"]\nwhen = "soon"', encoding="utf-8")
    with pytest.raises(ValueError, match="soon"):
        read_topic(path)


def test_a_topic_has_the_name_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "cups.toml"
    path.write_text('things = ["컵"]', encoding="utf-8")
    assert read_topic(path).name == "cups"
