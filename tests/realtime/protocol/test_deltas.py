"""Publications as differences."""

import msgspec

from realtime.protocol.deltas import as_difference, as_differences, as_whole
from realtime.protocol.fossil import apply_delta
from realtime.protocol.publications import ClientInfo, Publication

STORY = '{"story":"옛날 옛적에 호랑이가 담배 피우던 시절에 살던 사람의 이야기","page":%d}'


def page(number: int) -> Publication:
    data = msgspec.Raw((STORY % number).encode())
    return Publication(data, ClientInfo("ann", "id"), number, {"lang": "ko"})


def text(publication: Publication) -> str:
    return str(msgspec.json.decode(publication.data))


def test_a_whole_one_is_the_text_of_its_json_in_a_string() -> None:
    whole = as_whole(page(1))
    assert text(whole) == STORY % 1
    assert not whole.delta
    assert (whole.info, whole.offset, whole.tags) == (page(1).info, 1, {"lang": "ko"})


def test_a_difference_is_applied_to_the_data_before() -> None:
    difference = as_difference(page(2), bytes(page(1).data))
    assert difference.delta
    assert difference.offset == 2
    applied = apply_delta(bytes(page(1).data), text(difference).encode())
    assert applied.decode() == STORY % 2


def test_a_difference_that_would_be_longer_is_the_whole() -> None:
    short = Publication(msgspec.Raw(b'"a"'), None, 2)
    assert as_difference(short, b'"something else"') == as_whole(short)


def test_of_several_the_first_is_whole_and_each_other_leads_on() -> None:
    first, *others = as_differences([page(1), page(2), page(3)])
    assert text(first) == STORY % 1
    before = STORY % 1
    for number, each in enumerate(others, 2):
        before = apply_delta(before.encode(), text(each).encode()).decode()
        assert before == STORY % number
    assert as_differences([]) == []
