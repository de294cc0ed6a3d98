"""What each room of the house keeps about a user: for its export, and for its erasure."""

from collections.abc import Iterable, Sequence

from app.accounts.events.outbox import Outbox
from app.accounts.former_addresses import FormerAddresses
from app.accounts.letters.account_mail import AccountMail
from app.accounts.lifecycle.account_data import AccountData
from app.accounts.lifecycle.erasure import Erasure
from app.accounts.lifecycle.personal_data import PersonalData
from app.composition.mail import post_office
from app.costs.personal_data import UsageData
from app.platform.audit.log import AuditLog
from app.platform.clock import Clock
from app.platform.ids import new_id
from app.platform.jobs import JobQueue
from app.platform.sealing import Sealer
from app.platform.settings import Settings
from app.rooms.personal_data import RoomData
from app.study.personal_data import StudyData
from app.tutor.models import Persona
from app.tutor.personal_data import TurnData


def held_by_rooms(sealer: Sealer) -> Sequence[PersonalData]:
    """Return it in the order in which it can be erased: what stands on rooms goes before them."""
    return (
        UsageData(),
        StudyData(sealer=sealer),
        TurnData(sealer=sealer),
        RoomData(sealer=sealer),
    )


def erasure(settings: Settings, *, sealer: Sealer, clock: Clock, queue: JobQueue) -> Erasure:
    """Return what the batch worker erases accounts with."""
    return Erasure(
        held=(*held_by_rooms(sealer), AccountData()),
        former_addresses=FormerAddresses(sealer=sealer, ids=new_id, clock=clock),
        mail=AccountMail(
            post_office(settings, sealer=sealer, clock=clock, queue=queue),
            address=settings.address,
        ),
        outbox=Outbox(ids=new_id),
        audit=AuditLog(sealer=sealer, clock=clock),
        clock=clock,
    )


async def persona_names() -> Iterable[str]:
    """Return what everybody here calls the personas: no password is made of that."""
    rows = await Persona.all()
    return [name for row in rows for name in (row.key, row.name)]
