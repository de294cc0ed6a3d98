import pytest

from app.korean import Refused, Restyled, Style, apply_edits, detect, restyle


def _text(text: str, target: Style, *, honorific: bool = False) -> str:
    outcome = restyle(text, target, honorific=honorific)
    assert isinstance(outcome, Restyled)
    return outcome.text


@pytest.mark.parametrize(
    ("formal", "polite", "plain"),
    [
        ("저는 학생입니다.", "저는 학생이에요.", "나는 학생이야."),
        ("제 이름은 민수입니다.", "제 이름은 민수예요.", "내 이름은 민수야."),
        ("지금 밥을 먹습니다.", "지금 밥을 먹어요.", "지금 밥을 먹어."),
        ("어제 영화를 봤습니다.", "어제 영화를 봤어요.", "어제 영화를 봤어."),
        ("내일 여행을 갈 겁니다.", "내일 여행을 갈 거예요.", "내일 여행을 갈 거야."),
        ("한국에 가고 싶습니다.", "한국에 가고 싶어요.", "한국에 가고 싶어."),
        ("이것은 제 책이 아닙니다.", "이것은 제 책이 아니에요.", "이것은 내 책이 아니야."),
        ("오늘은 춥습니다.", "오늘은 추워요.", "오늘은 추워."),
        ("날씨가 어떻습니까?", "날씨가 어때요?", "날씨가 어때?"),
        ("무엇을 합니까?", "무엇을 해요?", "무엇을 해?"),
        ("안녕하십니까?", "안녕하세요?", "안녕?"),
        ("감사합니다!", "감사해요!", "고마워!"),
        ("죄송합니다.", "죄송해요.", "미안해."),
        ("음악을 듣습니다.", "음악을 들어요.", "음악을 들어."),
        ("친구를 도왔습니다.", "친구를 도왔어요.", "친구를 도왔어."),
        ("저도 모릅니다.", "저도 몰라요.", "나도 몰라."),
        ("서울에 삽니다.", "서울에 살아요.", "서울에 살아."),
        ("하늘이 파랗습니다.", "하늘이 파래요.", "하늘이 파래."),
    ],
)
def test_the_three_styles_say_the_same(formal: str, polite: str, plain: str) -> None:
    assert _text(formal, Style.HAEYO) == polite
    assert _text(formal, Style.HAE) == plain
    assert _text(polite, Style.HAPSYO) == formal
    assert _text(polite, Style.HAE) == plain
    assert detect(_text(plain, Style.HAPSYO)).style is Style.HAPSYO
    assert detect(_text(plain, Style.HAEYO)).style is Style.HAEYO


@pytest.mark.parametrize(
    ("text", "target", "wanted"),
    [
        ("같이 가자!", Style.HAPSYO, "같이 갑시다!"),
        ("같이 갑시다!", Style.HAE, "같이 가!"),
        ("뭐 먹을까?", Style.HAEYO, "뭐 먹을까요?"),
        ("제가 할게요.", Style.HAPSYO, "제가 하겠습니다."),
        ("응, 알았어.", Style.HAEYO, "네, 알았어요."),
        ("좀 도와줘.", Style.HAEYO, "좀 도와주세요."),
        ("천천히 말해 주세요.", Style.HAE, "천천히 말해 줘."),
        ("알죠, 저도 가요.", Style.HAE, "알지, 나도 가."),
        ("알았당 ㅋㅋ", Style.HAEYO, "알았어요 ㅋㅋ"),
        ("좋아하시는 음식이 뭐예요?", Style.HAE, "좋아하는 음식이 뭐야?"),
        ("할머니께서 오셨어요.", Style.HAE, "할머니께서 오셨어."),
        ("😀 K-pop 좋아해?", Style.HAEYO, "😀 K-pop 좋아해요?"),
    ],
)
def test_a_sentence_is_said_in_another_style(text: str, target: Style, wanted: str) -> None:
    assert _text(text, target) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("밥 먹었어?", "식사하셨어요?"),
        ("어디 가?", "어디 가세요?"),
        ("잘 잤어?", "잘 주무셨어요?"),
        ("내가 갈게", "제가 갈게요"),
        ("동생이 왔어", "동생이 왔어요"),
    ],
)
def test_only_the_listeners_acts_are_honoured(text: str, wanted: str) -> None:
    assert _text(text, Style.HAEYO, honorific=True) == wanted


def test_quotations_stay_as_they_are() -> None:
    text = '친구가 "나 배고파"라고 했어요.'
    assert _text(text, Style.HAE) == '친구가 "나 배고파"라고 했어.'


def test_the_edits_make_the_text() -> None:
    text = "나는 학생이야. 반가워!"
    outcome = restyle(text, Style.HAPSYO)
    assert isinstance(outcome, Restyled)
    assert apply_edits(text, outcome.edits) == outcome.text
    assert {one.rule for one in outcome.edits} == {"restyle-pronoun", "restyle-ending"}


def test_going_polite_and_back_gives_the_same_sentence() -> None:
    for text in (
        "나는 학생이야.",
        "어제 뭐 했어?",
        "같이 밥 먹을래?",
        "너무 추워!",
        "내일 갈 거야.",
    ):
        assert _text(_text(text, Style.HAEYO), Style.HAE) == text


def test_no_style_is_no_target() -> None:
    refusal = restyle("밥 먹었어", Style.NONE)
    assert isinstance(refusal, Refused)
    assert refusal.reason_ko
    assert refusal.reason_en


def test_what_already_is_in_the_style_stays_to_the_letter() -> None:
    assert restyle("나는 학생이에요", Style.HAEYO) == Restyled("나는 학생이에요", ())


def test_it_refuses_rather_than_guesses() -> None:
    assert isinstance(restyle("언젠가 가리라", Style.HAEYO), Refused)


def test_a_text_without_endings_comes_back_unchanged() -> None:
    assert restyle("커피 한 잔", Style.HAEYO) == Restyled("커피 한 잔", ())
