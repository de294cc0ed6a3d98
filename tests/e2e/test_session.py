"""Accounts and sockets together: what ends with a session."""

from centrifuge import ClientEventHandler, DisconnectedContext

from tests.e2e.conftest import RunServer
from tests.e2e.learner import until
from tests.meeting import MeetLearner


async def test_logging_out_closes_the_sockets_of_that_session_for_good(
    run_server: RunServer, meet: MeetLearner
) -> None:
    async with run_server() as server, meet(server.url) as learner:
        closed: list[tuple[int, str]] = []

        class Watch(ClientEventHandler):
            async def on_disconnected(self, ctx: DisconnectedContext) -> None:
                closed.append((ctx.code, ctx.reason))

        learner.client.events = Watch()
        async with learner.http.delete("/api/v1/sessions/current") as answer:
            assert answer.status == 204
        await until(lambda: bool(closed))
        assert closed == [(4501, "session ended")]


async def test_a_room_of_another_learner_cannot_be_subscribed_or_read(
    run_server: RunServer, meet: MeetLearner
) -> None:
    async with (
        run_server() as server,
        meet(server.url) as owner,
        meet(server.url) as stranger,
    ):
        stranger.room_id, own_room = owner.room_id, stranger.room_id
        async with stranger.http.get(f"/api/v1/rooms/{owner.room_id}/history") as answer:
            assert answer.status == 404
        async with stranger.http.get(f"/api/v1/rooms/{own_room}/history") as answer:
            assert answer.status == 200
        foreign = stranger.client.new_subscription(f"room:{owner.room_id}")
        await foreign.subscribe()
        await until(lambda: foreign.state.value == "unsubscribed")
