"""Users of whom the house holds something in every table there is, for tests."""

import io
import zipfile
from uuid import UUID

from app.accounts.events.outbox import Outbox
from app.accounts.factors.models import Passkey, RecoveryCode, TotpSecret
from app.accounts.factors.proofs import Proofs
from app.accounts.former_addresses import FormerAddresses
from app.accounts.letters.account_mail import AccountMail
from app.accounts.lifecycle.account_data import AccountData
from app.accounts.lifecycle.erasure import Erasure
from app.accounts.lifecycle.export import Export
from app.accounts.models import User
from app.accounts.oauth.models import Identity
from app.accounts.sessions.models import RefreshToken, Session
from app.accounts.signing_in.guessing import Guessing
from app.accounts.signing_in.origin import Origin
from app.accounts.tickets.service import Tickets
from app.composition.personal_data import held_by_rooms
from app.costs.models import Usage
from app.platform.audit.log import AuditLog
from app.platform.ids import new_id
from app.platform.mail.letter import Letter
from app.platform.mail.post import PostOffice
from app.platform.principal import Principal
from app.platform.sealing import Sealer
from app.study.models import Progress
from app.tutor.models import Feedback, Reply
from app.tutor.stored import FeedbackBody, seal_feedback, seal_reply
from tests.app.replica import FlakyBroker, Replica, learner
from tests.app.scripted_agents import word
from tests.conftest import HandClock

SAID = "비밀 이야기를 했어요"
EMAIL = "ada@example.com"


class House:
    """A user of whom there is a row in every table that may have one, and another user."""

    def __init__(self, sealer: Sealer, clock: HandClock) -> None:
        self.sealer, self.clock = sealer, clock
        self.replica = Replica(sealer=sealer, clock=clock, broker=FlakyBroker())
        self.audit = AuditLog(sealer=sealer, clock=clock)
        self.post = PostOffice(sealer=sealer, clock=clock, ids=new_id)
        self.former_addresses = FormerAddresses(sealer=sealer, ids=new_id, clock=clock)
        self.held = (*held_by_rooms(sealer), AccountData())

    @property
    def erasure(self) -> Erasure:
        return Erasure(
            held=self.held,
            former_addresses=self.former_addresses,
            mail=AccountMail(self.post, address="http://localhost"),
            outbox=Outbox(ids=new_id),
            audit=self.audit,
            clock=self.clock,
        )

    async def export(self, user_id: UUID) -> zipfile.ZipFile:
        proofs = Proofs(clock=self.clock)
        export = Export(held=self.held, proofs=proofs, audit=self.audit, clock=self.clock)
        pieces = [piece async for piece in export.pieces(user_id)]
        return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))

    async def somebody(self) -> Principal:
        """Somebody who has used everything there is."""
        who = await learner()
        now = self.clock.now()
        await User.filter(id=who.user_id).update(email=f"{who.user_id}@example.com")
        room_id = await self.replica.open(who)
        sent, turn = await self.replica.admit(who, room_id, SAID)
        await self._answered(sent.turn_id, sent.message_id, room_id, who.user_id)
        await self.replica.store.store_words(
            turn,
            sent.message_id,
            from_message=[word("밥", sense_en="rice", example="밥 먹자.", example_en="Eat.")],
            from_reply=(),
            failed=False,
        )
        session = await Session.create(
            id=new_id(), user_id=who.user_id, created_at=now, last_used_at=now
        )
        await RefreshToken.create(
            id=new_id(),
            session_id=session.id,
            token_hash=new_id().bytes,
            expires_at=now,
            created_at=now,
        )
        await self._factors(who.user_id)
        await Tickets(sealer=self.sealer, clock=self.clock, ids=new_id).issue(
            "verify_email", seconds=60, user_id=who.user_id
        )
        guessing = Guessing(sealer=self.sealer, clock=self.clock)
        await guessing.check("password", who.user_id, Origin("1.2.3.4"), user_id=who.user_id)
        await self.post.post(
            to=EMAIL, letter=Letter("a", "b", "c"), kind="hello", user_id=who.user_id
        )
        await Usage.create(
            id=new_id(),
            at=now,
            agent="reply",
            user_id=who.user_id,
            room_id=room_id,
            turn_id=sent.turn_id,
            route="here",
            model="m",
            priced_by="",
            latency_ms=1,
            outcome="done",
            attempt=1,
        )
        return Principal(who.user_id, session.id, "user", 1995, "en")

    async def _answered(
        self, turn_id: UUID, message_id: UUID, room_id: UUID, user_id: UUID
    ) -> None:
        now = self.clock.now()
        feedback = seal_feedback(
            self.sealer,
            room_id,
            message_id,
            FeedbackBody(corrected="고친 말", feedback_en="Better so."),
        )
        await Feedback.create(
            message_id=message_id,
            turn_id=turn_id,
            status="corrected",
            target="polite",
            detected="casual",
            source="model",
            verdict="verified",
            body=feedback.data,
            key_id=feedback.key_id,
            seq=90,
            created_at=now,
        )
        reply_id = new_id()
        reply = seal_reply(self.sealer, room_id, reply_id, "대답이에요")
        await Reply.create(
            id=reply_id,
            turn_id=turn_id,
            state="completed",
            attempt=1,
            source="model",
            body=reply.data,
            key_id=reply.key_id,
            started_seq=91,
            created_at=now,
            updated_at=now,
        )
        await Progress.create(room_id=room_id, user_id=user_id, messages=1, seq=92)

    async def _factors(self, user_id: UUID) -> None:
        now = self.clock.now()
        await Identity.create(
            id=new_id(),
            user_id=user_id,
            provider="google",
            issuer="https://accounts.google.com",
            subject=str(user_id),
            created_at=now,
            last_used_at=now,
        )
        await Passkey.create(
            id=new_id(),
            user_id=user_id,
            credential_id=user_id.bytes,
            public_key=b"PUBLIC",
            sign_count=0,
            name="Phone",
            transports=[],
            backed_up=False,
            created_at=now,
        )
        await TotpSecret.create(
            id=new_id(),
            user_id=user_id,
            secret=b"SECRET",
            key_id=1,
            created_at=now,
            confirmed_at=now,
        )
        await RecoveryCode.create(
            id=new_id(), user_id=user_id, code_hash=user_id.bytes, created_at=now
        )
