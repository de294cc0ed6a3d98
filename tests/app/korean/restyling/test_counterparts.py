import pytest

from app.korean.reading.sentences import Sentence, sentences
from app.korean.restyling.counterparts import asks, commands, in_style
from app.korean.restyling.predicate import CannotConjugateError, predicate_of
from app.korean.style import Style


def _sentence(text: str) -> Sentence:
    (only,) = sentences(text)
    return only


def _in_style(text: str, style: Style) -> str:
    sentence = _sentence(text)
    assert sentence.ending is not None
    return in_style(predicate_of(sentence), sentence, sentence.ending, style).written()


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("밥 먹었어?", True),
        ("뭐 먹었어", True),
        ("식사하셨습니까", True),
        ("밥 먹었니", True),
        ("밥 먹었어.", False),
        ("뭐라도 먹었어.", False),
    ],
)
def test_a_question_is_told_by_mark_ending_or_question_word(text: str, question: bool) -> None:
    assert asks(_sentence(text)) is question


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("여기 앉으세요", True),
        ("좀 도와줘", True),
        ("빨리 와", True),
        ("하지 마", True),
        ("아버지는 회사에 다니세요", False),
        ("어디 가세요?", False),
        ("누구세요", False),
        ("나는 집에 가", False),
    ],
)
def test_a_command_is_told_where_it_is_sure(text: str, command: bool) -> None:
    sentence = _sentence(text)
    assert commands(sentence, predicate_of(sentence)) is command


@pytest.mark.parametrize(
    ("text", "hapsyo", "haeyo", "hae"),
    [
        ("밥 먹었어", "먹었습니다", "먹었어요", "먹었어"),
        ("뭐 해?", "합니까", "해요", "해"),
        ("나는 의사야", "의사입니다", "의사예요", "의사야"),
        ("나는 학생이야", "학생입니다", "학생이에요", "학생이야"),
        ("그거 아니야", "아닙니다", "아니에요", "아니야"),
        ("내일 갈 거야", "겁니다", "거예요", "거야"),
        ("정말 추워", "춥습니다", "추워요", "추워"),
        ("집에 간다", "갑니다", "가요", "가"),
        ("바쁘냐?", "바쁩니까", "바빠요", "바빠"),
        ("내가 할게", "하겠습니다", "할게요", "할게"),
        ("영화 볼래?", "보시겠습니까", "볼래요", "볼래"),
        ("뭐 먹을까?", "먹을까요", "먹을까요", "먹을까"),
        ("맛있지?", "맛있죠", "맛있죠", "맛있지"),
        ("어제 왔거든", "왔거든요", "왔거든요", "왔거든"),
        ("맛있더라", "맛있더라고요", "맛있더라고요", "맛있더라고"),
        ("같이 가자", "갑시다", "가요", "가자"),
        ("여기 앉으세요", "앉으십시오", "앉으세요", "앉아"),
        ("꼭 와라", "오십시오", "오세요", "와"),
        ("벌써 갔구나", "갔군요", "갔군요", "갔군"),
        ("지금 집에 감", "갑니다", "가요", "가"),
        ("뭐 하실?", "하시겠습니까", "하실래요", "하실래"),
        ("그 사람 왔답니다", "왔답니다", "왔대요", "왔대"),
    ],
)
def test_each_family_of_endings_has_its_counterparts(
    text: str, hapsyo: str, haeyo: str, hae: str
) -> None:
    own = _sentence(text).ending
    assert own is not None
    wanted = {Style.HAPSYO: hapsyo, Style.HAEYO: haeyo, Style.HAE: hae}
    got = {style: _in_style(text, style) for style in wanted if style is not own.sense.style}
    assert got == {style: form for style, form in wanted.items() if style in got}


@pytest.mark.parametrize(
    ("text", "haera", "hao", "hage"),
    [
        ("밥 먹어", "먹는다", "먹소", "먹네"),
        ("밥 먹었어", "먹었다", "먹었소", "먹었네"),
        ("오늘 추워", "춥다", "춥소", "춥네"),
        ("집에 가?", "가니", "가오", "가는가"),
        ("나는 학생이야", "학생이다", "학생이오", "학생일세"),
        ("여기 앉으세요", "앉아라", "앉으시오", "앉게"),
        ("같이 가자", "가자", "갑시다", "가세"),
        ("내가 할게", "하마", "하겠소", "함세"),
        ("봄이 왔군요", "왔구나", "왔구려", ""),
    ],
)
def test_the_other_styles_have_theirs(text: str, haera: str, hao: str, hage: str) -> None:
    for style, wanted in ((Style.HAERA, haera), (Style.HAO, hao), (Style.HAGE, hage)):
        if wanted:
            assert _in_style(text, style) == wanted
        else:
            with pytest.raises(CannotConjugateError):
                _in_style(text, style)


def test_an_ending_without_a_counterpart_is_refused() -> None:
    with pytest.raises(CannotConjugateError):
        _in_style("내가 가리라", Style.HAEYO)
