"""`make bench-korean`: what each function of the Korean engine costs a message."""

import statistics
import sys
import time
from collections.abc import Callable
from itertools import count

import psutil

from app.korean import Style, analyse, check, detect, judge, load, restyle, romanise, words
from app.tutor.closeness import closeness_of

_ROUNDS = 7
_MEBIBYTE = 1024 * 1024
# About 40 characters each, as people write them; a fifth has a mistake in it.
_MESSAGES = (
    "부장님, 지난주에 말씀하신 회의 자료를 오늘 오후까지 정리해서 보내 드리겠습니다.",
    "어제 친구랑 같이 홍대에 가서 떡볶이도 먹고 노래방에서 노래도 많이 불렀어요.",
    "나 지금 지하철인데 사람이 너무 많아서 못 탔어ㅠㅠ 십 분만 더 기다려 줄래?",
    "저는 한국어를 배운 지 육 개월밖에 안 됐는데 아직 말하기가 제일 어려워요.",
    "선배님, 혹시 내일 시간 괜찮으시면 과제에 대해서 몇 가지 여쭤봐도 될까요?",
    "야 오늘 날씨 진짜 좋다 ㅋㅋ 우리 수업 끝나고 한강 가서 치킨 먹을래?",
    "실례합니다. 여기에서 서울역까지 걸어서 가면 시간이 얼마나 걸릴까요?",
    "저는 회사에 일하고 제 동생는 대학교에서 경제학을 공부해요. 주말에 같이 놀아요.",
    "자기야 오늘 하루도 고생 많았어. 저녁 맛있는 거 먹고 푹 쉬어, 사랑해!",
    "다음 주 금요일에 부산으로 출장을 가게 되어서 회의에 참석하지 못할 것 같아요.",
)


def main() -> int:
    """Print microseconds a message for each function, and the memory and time of loading."""
    process = psutil.Process()
    before = process.memory_info().rss
    started = time.perf_counter()
    load()
    loaded = time.perf_counter() - started
    print(f"loaded in {loaded:.2f} s, {(process.memory_info().rss - before) / _MEBIBYTE:.0f} MiB")
    length = statistics.mean(len(one) for one in _MESSAGES)
    print(f"{len(_MESSAGES)} messages of {length:.0f} characters, median of {_ROUNDS} rounds, µs:")
    relation = closeness_of("boss", 2).relation
    functions: dict[str, Callable[[str], object]] = {
        "Kiwi's analysis alone": analyse,
        "detect": detect,
        "restyle": lambda text: restyle(text, Style.HAEYO),
        "check": check,
        "judge": lambda text: judge(text, relation),
        "words": words,
        "romanise": romanise,
        "the five together": lambda text: (
            detect(text),
            restyle(text, Style.HAEYO),
            check(text),
            judge(text, relation),
            words(text),
        ),
    }
    turn = count(1)
    alone = 0.0
    for name, function in functions.items():
        _microseconds(function, next(turn))
        rounds = [_microseconds(function, next(turn)) for _ in range(_ROUNDS)]
        spent = statistics.median(rounds)
        alone = alone or spent
        print(f"  {name:<24} {spent:7.0f}  {spent / alone:5.1f} times the analysis")
    print(f"{process.memory_info().rss / _MEBIBYTE:.0f} MiB in all")
    return 0


def _microseconds(function: Callable[[str], object], turn: int) -> float:
    """Return what one message takes of the processor.

    Spaces at the end make a text of its own for each turn: none has been analysed before, as none
    of a learner's has.
    """
    texts = [text + " " * turn for text in _MESSAGES]
    started = time.process_time()
    for text in texts:
        function(text)
    return (time.process_time() - started) / len(texts) * 1_000_000


if __name__ == "__main__":
    sys.exit(main())
