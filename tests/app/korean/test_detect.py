import pytest

from app.korean import Style, detect


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("회의는 세 시에 시작합니다.", Style.HAPSYO),
        ("식사하셨습니까?", Style.HAPSYO),
        ("같이 갑시다.", Style.HAPSYO),
        ("어서 오십시오.", Style.HAPSYO),
        ("저는 학생이에요.", Style.HAEYO),
        ("뭐 먹을래요?", Style.HAEYO),
        ("날씨가 좋네요", Style.HAEYO),
        ("제가 할게요!", Style.HAEYO),
        ("그렇죠", Style.HAEYO),
        ("왜요?", Style.HAEYO),
        ("알겠어용", Style.HAEYO),
        ("밥 먹었어?", Style.HAE),
        ("나도 갈래", Style.HAE),
        ("그거 내 거야", Style.HAE),
        ("맛있거든", Style.HAE),
        ("지금 집에 감", Style.HAE),
        ("먹을 듯ㅋㅋ", Style.HAE),
        ("안녕!", Style.HAE),
        ("오늘 진짜 덥다", Style.HAERA),
        ("우리 밥 먹자~", Style.HAERA),
        ("어디 가니?", Style.HAERA),
        ("빨리 와라", Style.HAERA),
        ("그러하오", Style.HAO),
        ("같이 가세나", Style.HAGE),
        ("커피 한 잔", Style.NONE),
        ("진짜?", Style.NONE),
        ("hello", Style.NONE),
        ("", Style.NONE),
    ],
)
def test_the_style_is_that_of_the_ending(text: str, style: Style) -> None:
    assert detect(text).style is style


@pytest.mark.parametrize(
    "text",
    [
        '친구가 "배고파"라고 했어요.',
        "'가다'의 높임말이 뭐예요?",
        "친구가 같이 가자고 했어요.",
        "비가 온다고 들었어요.",
        "배고프다 싶어서 먹었어요.",
    ],
)
def test_what_others_say_does_not_count(text: str) -> None:
    reading = detect(text)
    assert reading.style is Style.HAEYO
    assert not reading.mixed


def test_polite_beside_plain_is_mixed() -> None:
    assert detect("밥 먹었어? 저는 먹었어요.").mixed
    assert not detect("안녕하세요? 저는 김민수입니다.").mixed


def test_of_two_styles_as_frequent_the_last_is_the_message_s() -> None:
    assert detect("밥 먹었어? 저는 먹었어요.").style is Style.HAEYO


def test_the_reading_points_at_what_decided_it() -> None:
    text = "저는 밥을 먹었습니다."
    (sentence,) = detect(text).sentences
    (deciding,) = sentence.deciding
    assert text[deciding.start : deciding.end] == "습니다"


def test_honorific_humble_and_plain_words_are_shown() -> None:
    assert [one.form for one in detect("제가 선생님을 뵈러 오셨어요").humble] == ["저"]
    assert [one.form for one in detect("나는 내 방에 있어").plain] == ["나", "나"]
    assert detect("할머니가 주무세요").honorific
    assert not detect("동생이 자요").honorific


def test_what_is_not_korean_is_told() -> None:
    reading = detect("저는 New York에 살아요")
    assert reading.korean
    assert [("저는 New York에 살아요")[start:end] for start, end in reading.foreign] == ["New York"]
    assert not detect("I love you").korean


def test_a_sure_ending_gives_more_confidence_than_an_ambiguous_one() -> None:
    assert detect("먹었습니다").confidence > detect("맛있네").confidence > 0
    assert detect("커피").confidence == 0
