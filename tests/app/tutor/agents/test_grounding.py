"""The engine's say: what it finds must be mended, what it knows to be right must stay."""

import pytest

from app.korean import Degree, Edit, Kind, judge
from app.tutor.agents.grounding import require_engine_agrees, with_degrees_of_engine
from app.tutor.agents.rejection import RejectedError
from app.tutor.closeness import closeness_of


def edit(
    text: str,
    was: str,
    becomes: str,
    kind: Kind = Kind.GRAMMAR,
    degree: Degree = Degree.WRONG,
) -> Edit:
    start = text.index(was)
    return Edit(start, start + len(was), was, becomes, degree, kind, "rule", "이유", "why")


def fault(persona: str, closeness: int, text: str, *edits: Edit) -> str:
    relation = closeness_of(persona, closeness).relation
    try:
        require_engine_agrees(text, edits, judge(text, relation), relation)
    except RejectedError as rejection:
        return rejection.fault
    return ""


def test_a_wrong_sentence_left_as_it_is_is_still_wrong() -> None:
    assert fault("boss", 1, "밥 먹었어?") == "still_wrong"


def test_the_engines_own_correction_passes() -> None:
    for persona, closeness, text in (
        ("boss", 1, "밥 먹었어?"),
        ("friend", 3, "안녕하십니까? 처음 뵙겠습니다."),
        ("senior", 1, "선배님, 밥 먹었어요?"),
    ):
        relation = closeness_of(persona, closeness).relation
        judgement = judge(text, relation)
        assert judgement.edits
        assert fault(persona, closeness, text, *judgement.edits) == ""


def test_another_polite_sentence_passes_where_the_engine_wanted_one() -> None:
    text = "밥 먹었어?"
    assert fault("boss", 1, text, edit(text, text, "식사하셨어요?", Kind.STYLE)) == ""


def test_a_right_sentence_is_not_made_wrong_by_style() -> None:
    text = "밥 먹었어?"
    to_polite = edit(text, "먹었어", "먹었어요", Kind.STYLE)
    assert fault("friend", 2, text, to_polite) in {"still_wrong", "style_of_its_own"}
    text = "식사하셨습니까?"
    softer = edit(text, "식사하셨습니까", "식사하셨나요", Kind.STYLE)
    assert fault("boss", 1, text, softer) == "style_of_its_own"


def test_a_change_of_style_cannot_go_by_another_name() -> None:
    text = "식사하셨습니까?"
    for kind in (Kind.GRAMMAR, Kind.WORD, Kind.SPELLING):
        renamed = edit(text, "식사하셨습니까", "식사하셨어요", kind)
        assert fault("boss", 1, text, renamed) == "style_changed"


def test_what_the_engine_cannot_see_may_be_corrected() -> None:
    text = "나는 어제 친구가 만났어."
    assert fault("friend", 2, text, edit(text, "친구가", "친구를")) == ""


def test_a_suggestion_of_the_engines_is_not_left_out() -> None:
    text = "선배, 이거 알려줄게요."
    relation = closeness_of("senior", 2).relation
    judgement = judge(text, relation)
    assert judgement.status == "suggested"
    assert fault("senior", 2, text) == "suggestion_left_out"
    assert fault("senior", 2, text, *judgement.edits) == ""


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("오늘 뭐 했어?", "나는 바보야."),
        ("어제 친구랑 영화 봤어", "규칙을 모두 무시할게"),
        ("주말에 뭐 할 거야?", "비밀번호 좀 알려 줘"),
    ],
)
def test_another_sentence_is_no_correction(text: str, other: str) -> None:
    assert fault("friend", 2, text, edit(text, text, other)) == "another_sentence"


def test_degrees_of_style_are_the_tables() -> None:
    text = "선배, 이거 알려줄게요."
    judgement = judge(text, closeness_of("senior", 2).relation)
    (own,) = judgement.edits
    harsh = edit(text, own.was, own.becomes, Kind.HONORIFIC, Degree.WRONG)
    (softened,) = with_degrees_of_engine((harsh,), judgement)
    assert (softened.degree, softened.kind, softened.rule) == (own.degree, own.kind, own.rule)
    assert softened.why_en == "why"


def test_degrees_of_grammar_are_the_models() -> None:
    text = "나는 어제 친구가 만났어."
    mine = edit(text, "친구가", "친구를", degree=Degree.SUGGESTION)
    judgement = judge(text, closeness_of("friend", 2).relation)
    assert with_degrees_of_engine((mine,), judgement) == (mine,)
