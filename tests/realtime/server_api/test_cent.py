"""Centrifugo's own Python library for servers, unchanged, against a served node."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import cent
import pytest

from tests.realtime.served import API_KEY, Alone, served_alone
from tests.realtime.signing import signed

if TYPE_CHECKING:
    from tests.realtime.conftest import Clients


@pytest.fixture
async def node() -> AsyncIterator[Alone]:
    async with served_alone() as alone:
        yield alone


@pytest.fixture
async def api(node: Alone) -> AsyncIterator[cent.AsyncClient]:
    client = cent.AsyncClient(f"{node.http}/api", API_KEY)
    yield client
    await client.close()


async def test_publications_are_kept_read_and_dropped(api: cent.AsyncClient) -> None:
    published = [
        await api.publish(cent.PublishRequest(channel="news", data={"number": number}))
        for number in (1, 2, 3)
    ]
    assert [each.offset for each in published] == [1, 2, 3]
    history = await api.history(cent.HistoryRequest(channel="news", limit=2, reverse=True))
    assert [each.data["number"] for each in history.publications] == [3, 2]
    since = cent.StreamPosition(offset=1, epoch=history.epoch)
    later = await api.history(cent.HistoryRequest(channel="news", limit=9, since=since))
    assert [each.offset for each in later.publications] == [2, 3]
    await api.history_remove(cent.HistoryRemoveRequest(channel="news"))
    rest = await api.history(cent.HistoryRequest(channel="news", limit=-1))
    assert (rest.publications, rest.offset, rest.epoch) == ([], 3, published[0].epoch)


async def test_a_retried_publication_is_there_once_and_one_may_skip_the_history(
    api: cent.AsyncClient,
) -> None:
    once = cent.PublishRequest(channel="news", data=1, tags={"lang": "ko"}, idempotency_key="a")
    assert (await api.publish(once)).offset == (await api.publish(once)).offset == 1
    skipped = await api.publish(cent.PublishRequest(channel="news", data=2, skip_history=True))
    assert skipped.offset == 0
    history = await api.history(cent.HistoryRequest(channel="news", limit=-1))
    assert [(each.data, each.tags) for each in history.publications] == [(1, {"lang": "ko"})]


async def test_a_broadcast_tells_of_each_channel(api: cent.AsyncClient) -> None:
    answer = await api.broadcast(
        cent.BroadcastRequest(channels=["one", "unknown:two", "live:three"], data={})
    )
    assert [each.result and each.result.offset for each in answer.responses] == [1, None, 0]
    assert answer.responses[1].error is not None
    assert answer.responses[1].error.code == 102


async def test_a_user_is_subscribed_seen_and_unsubscribed(
    api: cent.AsyncClient, node: Alone, clients: "Clients"
) -> None:
    ann: Any = await clients.connect(node, token=signed({"sub": "ann"}))  # type: ignore[arg-type]
    personal = await ann.server_side.get()
    assert personal.channel == "#ann"
    await api.publish(cent.PublishRequest(channel="invited", data="before"))
    await api.subscribe(
        cent.SubscribeRequest(
            user="ann",
            channel="invited",
            info={"seat": 1},
            data={"why": "asked"},
            recover_since=cent.StreamPosition(offset=0, epoch=""),
        )
    )
    subscribed = await ann.server_side.get()
    assert (subscribed.channel, subscribed.data) == ("invited", {"why": "asked"})
    assert (await ann.personal.get()).data == "before"
    presence = (await api.presence(cent.PresenceRequest(channel="invited"))).presence
    [info] = presence.values()
    assert (info.user, info.chan_info) == ("ann", {"seat": 1})
    stats = await api.presence_stats(cent.PresenceStatsRequest(channel="invited"))
    assert (stats.num_clients, stats.num_users) == (1, 1)
    channels = (await api.channels(cent.ChannelsRequest(pattern="inv*"))).channels
    assert {name: each.num_clients for name, each in channels.items()} == {"invited": 1}
    [figures] = (await api.info(cent.InfoRequest())).nodes
    assert (figures.num_clients, figures.num_users, figures.num_channels) == (1, 1, 2)
    await api.unsubscribe(cent.UnsubscribeRequest(user="ann", channel="invited"))
    assert (await api.channels(cent.ChannelsRequest(pattern="inv*"))).channels == {}


async def test_a_subscription_may_be_different_from_its_channel(
    api: cent.AsyncClient, node: Alone, clients: "Clients"
) -> None:
    await clients.connect(node, token=signed({"sub": "ann"}))  # type: ignore[arg-type]
    hidden = cent.ChannelOptionsOverride(presence=cent.BoolValue(value=False))
    await api.subscribe(cent.SubscribeRequest(user="ann", channel="room", override=hidden))
    stats = await api.presence_stats(cent.PresenceStatsRequest(channel="room"))
    assert stats.num_clients == 0


async def test_users_are_refreshed_and_sent_away_but_for_those_spared(
    api: cent.AsyncClient, node: Alone, clients: "Clients"
) -> None:
    kept: Any = await clients.connect(node, token=signed({"sub": "ann"}))  # type: ignore[arg-type]
    gone: Any = await clients.connect(node, token=signed({"sub": "ann"}))  # type: ignore[arg-type]
    await api.refresh(cent.RefreshRequest(user="ann", expire_at=4_000_000_000))
    spared = (await kept.connected.get()).client
    await api.disconnect(
        cent.DisconnectRequest(
            user="ann",
            whitelist=[spared],
            disconnect=cent.Disconnect(code=4501, reason="session ended"),
        )
    )
    ended = await gone.disconnected.get()
    assert (ended.code, ended.reason) == (4501, "session ended")
    assert node.engine.connections == 1
    await api.refresh(cent.RefreshRequest(user="ann", expired=True))
    assert (await kept.connecting.get()).code in {0, 3005}
    while (ctx := await kept.connecting.get()).code != 3005:
        assert ctx.code == 0


async def test_a_batch_does_its_commands_in_order_or_at_once(api: cent.AsyncClient) -> None:
    commands = [
        cent.PublishRequest(channel="news", data=1),
        cent.HistoryRequest(channel="news", limit=-1),
        cent.PresenceStatsRequest(channel="news"),
    ]
    published, history, stats = (await api.batch(cent.BatchRequest(requests=commands))).replies
    assert isinstance(published, cent.PublishResult)
    assert isinstance(history, cent.HistoryResult)
    assert isinstance(stats, cent.PresenceStatsResult)
    assert (published.offset, len(history.publications), stats.num_clients) == (1, 1, 0)
    parallel = await api.batch(cent.BatchRequest(requests=commands[:1], parallel=True))
    assert isinstance(parallel.replies[0], cent.PublishResult)
    assert parallel.replies[0].offset == 2


async def test_errors_are_those_of_centrifugo(api: cent.AsyncClient, node: Alone) -> None:
    for request, code in (
        (cent.PublishRequest(channel="unknown:x", data=1), 102),
        (cent.PublishRequest(channel="", data=1), 107),
    ):
        with pytest.raises(cent.CentApiResponseError) as raised:
            await api.publish(request)
        assert raised.value.code == code
    for history, code in (
        (cent.HistoryRequest(channel="live:x"), 108),
        (
            cent.HistoryRequest(
                channel="x", since=cent.StreamPosition(offset=0, epoch="another"), limit=1
            ),
            112,
        ),
    ):
        with pytest.raises(cent.CentApiResponseError) as raised:
            await api.history(history)
        assert raised.value.code == code
    with pytest.raises(cent.CentApiResponseError) as raised:
        await api.presence(cent.PresenceRequest(channel="live:x"))
    assert raised.value.code == 108
    stranger = cent.AsyncClient(f"{node.http}/api", "another key")
    with pytest.raises(cent.CentUnauthorizedError):
        await stranger.info(cent.InfoRequest())
    await stranger.close()


async def test_the_synchronous_client_does_the_same(node: Alone) -> None:
    def publish_and_read() -> list[object]:
        client = cent.Client(f"{node.http}/api", API_KEY)
        try:
            client.publish(cent.PublishRequest(channel="news", data={"from": "sync"}))
            history = client.history(cent.HistoryRequest(channel="news", limit=-1))
            return [each.data for each in history.publications]
        finally:
            client.close()

    assert await asyncio.to_thread(publish_and_read) == [{"from": "sync"}]
