import pytest

from app.korean.analysis.analyser import analyse


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("지금 자", "지금/MAG 자/VV 어/EF"),
        ("엄마 자", "엄마/NNG 자/VV 어/EF"),
        ("자, 가자", "자/IC ,/SP 가/VV 자/EF"),
        ("소리가 새", "소리/NNG 가/JKS 새/VV 어/EF"),
        ("새로운 새", "새롭/VA-I 은/ETM 새/NNG"),
        ("이제 쉬게나", "이제/MAG 쉬/VV 게나/EF"),
        ("고마워잉", "고맙/VA-I 어/EC 잉/Z_CODA"),
        ("많이 드세여", "많이/MAG 드시/VV 어여/EF"),
        ("팔자가 드세여", "팔자/NNG 가/JKS 드세/VA 어여/EF"),
    ],
)
def test_what_closes_a_sentence_is_read_as_it_is_meant(text: str, read: str) -> None:
    assert " ".join(f"{one.form}/{one.tag}" for one in analyse(text)) == read


@pytest.mark.parametrize("text", ["뭐 하셈", "뭐 하셈?", "밥 먹으셈", "오셈", "공부하셈ㅋㅋ"])
def test_sem_is_an_ending_whatever_it_was_taken_for(text: str) -> None:
    assert any(one.form in {"셈", "으셈"} and one.tag == "EF" for one in analyse(text))


@pytest.mark.parametrize("text", ["덧셈을 배워요", "그런 셈이에요"])
def test_nouns_of_counting_stay_nouns(text: str) -> None:
    assert all(one.tag != "EF" or one.form != "셈" for one in analyse(text))
