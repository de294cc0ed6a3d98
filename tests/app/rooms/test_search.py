"""What a learner wrote and was told is found by its text, newest first, and nobody else's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.platform.principal import Principal
from app.platform.said import Said
from app.platform.sealing import KeyNotReadYetError, Sealer
from app.rooms import search as search_module
from app.rooms.message_body import MessageBody, seal_message
from app.rooms.models import Message
from app.rooms.schemas import SearchHistory
from app.rooms.search import Search, messages_said
from app.tutor.replies_said import replies_said
from tests.app.replica import Replica, learner

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass
class Fixed:
    """A source that says what it was given, by number."""

    texts: dict[int, str | None]
    asked: int = 0

    async def said(self, room_ids: Sequence[UUID], *, before: UUID, limit: int) -> Sequence[Said]:
        self.asked += 1
        ids = sorted((number for number in self.texts if UUID(int=number) < before), reverse=True)
        return [
            Said(UUID(int=number), room_ids[0], None, "learner", NOW, self.texts[number])
            for number in ids[:limit]
        ]


@pytest.fixture
async def in_a_room(replica: Replica, who: Principal) -> Principal:
    await replica.open(who)
    return who


async def numbers(search: Search, who: Principal, text: str, limit: int = 20) -> list[list[int]]:
    """Every page's findings."""
    pages, before = [], None
    while True:
        page = await search.find(who, SearchHistory(text, before, limit))
        pages.append([one.message_id.int for one in page.found])
        before = page.before
        if before is None:
            return pages


async def test_what_holds_the_text_comes_newest_first_from_all_sources(
    in_a_room: Principal,
) -> None:
    search = Search(
        sources=[Fixed({1: "갈매기", 4: "갈매기는", 5: "나비"}), Fixed({2: "갈매기", 3: "x"})]
    )
    assert await numbers(search, in_a_room, "갈매기") == [[4, 2, 1]]


async def test_pages_follow_one_another_without_doubles_or_gaps(
    in_a_room: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: dict[int, str | None] = {number: f"{number % 3} 번" for number in range(1, 40)}
    even = Fixed({number: text for number, text in texts.items() if number % 2 == 0})
    odd = Fixed({number: text for number, text in texts.items() if number % 2})
    wanted = [number for number in range(39, 0, -1) if number % 3 == 0]
    for batch in (1, 2, 7, 500):
        monkeypatch.setattr(search_module, "FIRST_BATCH", batch)
        monkeypatch.setattr(search_module, "BATCH", batch + 1)
        pages = await numbers(Search(sources=[even, odd]), in_a_room, "0 번", limit=4)
        assert [len(page) for page in pages[:3]] == [4, 4, 4]
        assert [number for page in pages for number in page] == wanted


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Seoul 시청", "SEOUL"),
        ("STRASSE", "straße"),
        ("\u1112\u1161\u11ab글", "한글"),
        ("한글", "\u1112\u1161\u11ab"),
        ("100% 좋아_요", "% 좋아_"),
        ("가나다", " 나 "),
    ],
)
async def test_case_and_composition_make_no_difference_and_no_character_is_special(
    in_a_room: Principal, text: str, asked: str
) -> None:
    assert await numbers(Search(sources=[Fixed({1: text})]), in_a_room, asked) == [[1]]


async def test_so_many_are_looked_through_at_a_time_and_the_next_page_goes_on(
    in_a_room: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "MOST_TEXTS", 10)
    texts: dict[int, str | None] = dict.fromkeys(range(2, 26), "x")
    pages = await numbers(Search(sources=[Fixed({**texts, 1: "갈매기"})]), in_a_room, "갈매기")
    assert pages == [[], [], [1]]


async def test_a_text_that_does_not_open_hides_no_other(in_a_room: Principal) -> None:
    search = Search(sources=[Fixed({1: "갈매기", 2: None, 3: "갈매기"})])
    assert await numbers(search, in_a_room, "갈매기") == [[3, 1]]


async def test_nothing_is_read_for_one_who_has_no_room(database: str) -> None:
    del database
    source = Fixed({1: "갈매기"})
    page = await Search(sources=[source]).find(await learner(), SearchHistory("갈매기"))
    assert (page.found, page.before, source.asked) == ([], None, 0)


async def test_messages_and_replies_of_ones_own_open_rooms_are_found_and_no_others(
    replica: Replica, who: Principal
) -> None:
    search = Search(sources=(messages_said(replica.sealer), replies_said(replica.sealer)))
    replica.agents.replies_at_once = "갈매기를 봤어?"
    other = await learner()
    room_id, foreign = await replica.open(who), await replica.open(other)
    async with replica.running():
        sent = await replica.send(who, room_id, "갈매기가 날아요")
        await replica.end_of(sent.turn_id)
        theirs = await replica.send(other, foreign, "갈매기는 남의 것")
        await replica.end_of(theirs.turn_id)
    page = await search.find(who, SearchHistory("갈매기"))
    assert [(one.author, one.text) for one in page.found] == [
        ("persona", "갈매기를 봤어?"),
        ("learner", "갈매기가 날아요"),
    ]
    assert {one.room_id for one in page.found} == {room_id}
    assert {one.turn_id for one in page.found} == {sent.turn_id}
    await replica.rooms.leave(who, room_id)
    assert (await search.find(who, SearchHistory("갈매기"))).found == []


async def test_a_row_that_was_altered_is_left_out_and_a_key_not_read_yet_is_waited_for(
    replica: Replica, who: Principal, sealer: Sealer
) -> None:
    room_id = await replica.open(who)
    greeting = await Message.get(room_id=room_id)
    search = Search(sources=[messages_said(sealer)])
    sealed = seal_message(sealer, UUID(int=1), greeting.id, MessageBody("갈매기"))
    await Message.filter(id=greeting.id).update(body=sealed.data)
    assert (await search.find(who, SearchHistory("갈매기"))).found == []
    await Message.filter(id=greeting.id).update(key_id=99)
    with pytest.raises(KeyNotReadYetError):
        await search.find(who, SearchHistory("갈매기"))
