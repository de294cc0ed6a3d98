"""What was posted is sent: until a server takes it, refuses it for good, or a day is over."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from app.platform.ids import new_id
from app.platform.mail.letter import Letter
from app.platform.mail.models import Mail
from app.platform.mail.post import PostOffice
from app.platform.mail.sending import MOST_RUNS, PAUSES, TAKING_SECONDS, MailSending
from app.platform.mail.smtp import SmtpServer
from app.platform.sealing import Sealer
from tests.e2e.learner import until
from tests.smtp_server import MailServer

if TYPE_CHECKING:
    from tests.conftest import HandClock

DAY = 86_400


@pytest.fixture
def post(sealer: Sealer, clock: "HandClock") -> PostOffice:
    return PostOffice(sealer=sealer, clock=clock, ids=new_id)


class Sender:
    """The worker's side, with a server or without."""

    def __init__(self, sealer: Sealer, clock: "HandClock") -> None:
        self._sealer, self._clock = sealer, clock

    def to(self, server: SmtpServer | None) -> MailSending:
        return MailSending(
            server=server, sender="hello@example.com", sealer=self._sealer, clock=self._clock
        )


@pytest.fixture
def sender(sealer: Sealer, clock: "HandClock") -> Sender:
    return Sender(sealer, clock)


async def posted(post: PostOffice, *to: str) -> None:
    for address in to or ("ada@example.com",):
        letter = Letter("Hello", f"Good morning, {address}", "<p>Good morning</p>")
        await post.post(to=address, letter=letter, kind="hello", user_id=None)


async def test_what_is_due_is_sent_once_over_one_connection(
    post: PostOffice, sender: Sender, clock: "HandClock"
) -> None:
    await posted(post, "ada@example.com", "bob@example.com")
    async with MailServer() as server:
        sending = sender.to(server.address)
        assert await sending.send_due() == 2
        assert await sending.send_due() == 0
    assert sorted(one.recipients[0] for one in server.taken) == [
        "ada@example.com",
        "bob@example.com",
    ]
    assert {mail.sent_at for mail in await Mail.all()} == {clock.now()}


async def test_workers_that_send_at_the_same_time_send_each_e_mail_once(
    post: PostOffice, sender: Sender
) -> None:
    await posted(post, *(f"learner{number}@example.com" for number in range(20)))
    async with MailServer() as server:
        sent = await asyncio.gather(*(sender.to(server.address).send_due() for _ in range(4)))
    assert sum(sent) == len(server.taken) == 20
    assert len({one.recipients[0] for one in server.taken}) == 20


async def test_a_server_that_says_nothing_holds_up_three_runs_and_no_more(
    post: PostOffice, sender: Sender
) -> None:
    await posted(post, *(f"learner{number}@example.com" for number in range(10)))
    async with MailServer(says_nothing=True) as server:
        sending = sender.to(server.address)
        hanging = [asyncio.create_task(sending.send_due()) for _ in range(MOST_RUNS)]
        await until(lambda: len(server.taken) == MOST_RUNS)
        assert await sending.send_due() == 0
        for one in hanging:
            one.cancel()
        await asyncio.wait(hanging)
        server.says_nothing = False
        assert await sending.send_due() == 10 - MOST_RUNS


async def test_a_run_ends_between_two_e_mails(
    post: PostOffice, sealer: Sealer, clock: "HandClock"
) -> None:
    await posted(post, *(f"learner{number}@example.com" for number in range(3)))
    async with MailServer() as server:
        moments = iter((0.0, 0.0, TAKING_SECONDS))
        sending = MailSending(
            server=server.address,
            sender="hello@example.com",
            sealer=sealer,
            clock=clock,
            monotonic=lambda: next(moments),
        )
        assert await sending.send_due() == 1
    assert sorted(mail.tries for mail in await Mail.all()) == [0, 0, 1]


async def test_a_server_that_is_away_is_asked_again_after_growing_pauses(
    post: PostOffice, sender: Sender, clock: "HandClock"
) -> None:
    await posted(post)
    async with MailServer() as server:
        port = server.port
    sending = sender.to(server.address)
    for pause in PAUSES[:3]:
        assert await sending.send_due() == 0
        clock.advance(pause.total_seconds() - 1)
        await sending.send_due()
        clock.advance(1)
    assert (await Mail.get()).tries == 3, "never before its pause is over"
    async with MailServer(port=port) as back:
        assert await sending.send_due() == 1
    assert len(back.taken) == 1


async def test_while_it_is_away_the_others_are_not_tried_in_vain(
    post: PostOffice, sender: Sender
) -> None:
    await posted(post, "ada@example.com", "bob@example.com")
    async with MailServer() as server:
        address = server.address
    await sender.to(address).send_due()
    assert sorted([mail.tries for mail in await Mail.all()]) == [0, 1]


async def test_a_recipient_refused_for_good_is_given_up_and_stops_no_other(
    post: PostOffice, sender: Sender
) -> None:
    await posted(post, "ada@example.com", "bob@example.com")
    async with MailServer(recipient_answer="550 no such user") as server:
        assert await sender.to(server.address).send_due() == 0
    mails = await Mail.all()
    assert all(mail.given_up_at is not None for mail in mails)
    async with MailServer() as kind:
        assert await sender.to(kind.address).send_due() == 0


async def test_a_recipient_refused_for_now_is_tried_later(
    post: PostOffice, sender: Sender, clock: "HandClock"
) -> None:
    await posted(post)
    async with MailServer(recipient_answer="451 greylisted") as server:
        sending = sender.to(server.address)
        await sending.send_due()
        server.recipient_answer = None
        clock.advance(60)
        assert await sending.send_due() == 1


async def test_after_a_day_it_is_given_up(
    post: PostOffice, sender: Sender, clock: "HandClock"
) -> None:
    await posted(post)
    async with MailServer() as server:
        sending = sender.to(server.address)
    clock.advance(DAY - 1)
    await sending.send_due()
    assert (await Mail.get()).given_up_at is None
    clock.advance(3600)
    await sending.send_due()
    assert (await Mail.get()).given_up_at == clock.now()


async def test_an_address_that_no_e_mail_can_go_to_is_given_up_at_once(
    post: PostOffice, sender: Sender
) -> None:
    await posted(post, "ada@-.com", "bob@example.com")
    async with MailServer() as server:
        assert await sender.to(server.address).send_due() == 1
    assert await Mail.filter(given_up_at__isnull=False).count() == 1


async def test_a_worker_killed_between_the_servers_yes_and_ours_sends_twice_and_loses_nothing(
    post: PostOffice, sender: Sender, clock: "HandClock", monkeypatch: pytest.MonkeyPatch
) -> None:
    await posted(post)
    async with MailServer() as server:
        sending = sender.to(server.address)
        with monkeypatch.context() as dying:
            dying.setattr("app.platform.mail.sending.Mail.filter", _dies)
            with pytest.raises(SystemError):
                await sending.send_due()
        assert await sending.send_due() == 0, "for a minute it may still be under way"
        clock.advance(60)
        assert await sending.send_due() == 1
    first, second = server.taken
    assert first.message["message-id"] == second.message["message-id"]


class _dies:  # noqa: N801 - stands in a function's place
    """Lets the row be taken, and dies when it is to be marked as sent."""

    def __init__(self, **chosen: object) -> None:
        self.chosen = chosen

    async def update(self, **changed: object) -> None:
        if "sent_at" in changed:
            raise SystemError("killed")
        query = Mail.all().filter(**self.chosen)
        await query.update(**changed)


async def test_without_a_server_all_is_kept(post: PostOffice, sender: Sender) -> None:
    await posted(post)
    assert await sender.to(None).send_due() == 0
    mail = await Mail.get()
    assert (mail.tries, mail.sent_at) == (0, None)


async def test_what_is_over_for_a_day_is_dropped(
    post: PostOffice, sender: Sender, clock: "HandClock"
) -> None:
    await posted(post, "sent@example.com", "refused@example.com", "waits@example.com")
    sent, refused, _ = await Mail.all().order_by("id")
    await Mail.filter(id=sent.id).update(sent_at=clock.now())
    await Mail.filter(id=refused.id).update(given_up_at=clock.now())
    clock.advance(DAY)
    assert await sender.to(None).clean_up() == {"mails": 0}
    clock.advance(1)
    assert await sender.to(None).clean_up() == {"mails": 2}
    clock.advance(timedelta(days=7).total_seconds())
    assert await sender.to(None).clean_up() == {"mails": 1}, "unsent ones are kept a week"


async def test_no_address_and_no_word_of_an_e_mail_reaches_a_log(
    post: PostOffice, sender: Sender
) -> None:
    await posted(post)
    with capture_logs() as lines:
        async with MailServer(recipient_answer="550 ada@example.com: unknown") as server:
            await sender.to(server.address).send_due()
    assert [line["event"] for line in lines] == ["mail_given_up"]
    assert lines[0]["code"] == 550
    assert "ada" not in str(lines)
    assert "morning" not in str(lines)
