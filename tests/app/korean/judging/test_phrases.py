import pytest

from tests.app.korean.listeners import outcome


@pytest.mark.parametrize(
    ("listener", "text", "status", "corrected"),
    [
        ("friend 3", "안녕하십니까? 처음 뵙겠습니다.", "corrected", "안녕? 만나서 반가워."),
        ("friend 2", "안녕하십니까?", "corrected", "안녕?"),
        ("honey 1", "안녕하십니까?", "corrected", "안녕하세요?"),
        ("honey 3", "처음 뵙겠습니다.", "corrected", "만나서 반가워."),
        ("boss 1", "안녕하십니까? 처음 뵙겠습니다.", "perfect", ""),
        ("coworker 3", "안녕하십니까?", "perfect", ""),
        ("friend 2", "안녕하세요", "suggested", "안녕"),
        ("friend 2", "감사합니다!", "suggested", "고마워!"),
        ("friend 2", "감사합니다ㅋㅋ", "perfect", ""),
        ("sibling 2", "죄송합니다", "suggested", "미안해"),
        ("honey 2", "축하합니다!", "suggested", "축하해!"),
        ("honey 2", "고마워요", "perfect", ""),
        ("friend 2", "잘 부탁드립니다", "suggested", "잘 부탁해"),
        ("friend 2", "안녕히 가세요", "suggested", "잘 가"),
        ("friend 2", "잘 먹겠습니다!", "perfect", ""),
        ("sibling 3", "다녀오겠습니다", "perfect", ""),
        ("boss 1", "안녕", "corrected", "안녕하세요"),
        ("boss 1", "고마워", "corrected", "감사합니다"),
        ("stranger 1", "미안해", "corrected", "죄송해요"),
        ("boss 1", "알겠어요", "suggested", "알겠습니다"),
        ("boss 2", "고마워요", "suggested", "감사합니다"),
        ("boss 2", "미안해요", "suggested", "죄송합니다"),
        ("senior 1", "고마워요", "perfect", ""),
        ("boss 1", "응 알았어", "corrected", "네 알겠습니다"),
        ("boss 1", "ㅇㅋ", "corrected", "네, 알겠습니다"),
        ("coworker 2", "ㄱㅅ", "corrected", "감사합니다"),
        ("friend 3", "ㄱㅅㄱㅅ", "perfect", ""),
        ("friend 2", "네 알았어", "suggested", "응 알았어"),
        ("friend 2", "네 생각은 어때?", "perfect", ""),
        ("boss 1", "네!", "perfect", ""),
        ("boss 1", "'안녕'은 무슨 뜻입니까?", "perfect", ""),
    ],
)
def test_a_phrase_is_worth_what_the_table_says(
    listener: str, text: str, status: str, corrected: str
) -> None:
    assert outcome(listener, text) == (status, corrected or text)
