"""All turns of this process: started, kept alive, taken over from the dead, handed over."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol
from uuid import UUID

from app.platform.logging import kinds_of, logger
from app.platform.metrics import Metrics
from app.platform.outages import DATABASE_AWAY, is_connection_lost
from app.platform.tasks import spawn
from app.tutor.lease import Lease, LeaseLostError, Leases, ask_stop, ask_stop_all
from app.tutor.running_turn import RunningTurn
from app.tutor.turn import LeaseLost, StopAsked

log = logger(__name__)

# A turn that fails here so often for a reason of our own is ended instead of begun again.
MOST_FAILURES = 3
TAKE_OVER_AT_ONCE = 50
# Heartbeats: all processes find the database again within one, and each renews its leases then.
AFTER_AN_OUTAGE = 2


class Nudge(Protocol):
    """Tells every process something at once; what it says is also found by looking."""

    async def __call__(self, name: str, subject: UUID) -> None:
        """Send `name` (`turn.joined`, `turn.stop`, `room.moved`) about a turn or room."""
        ...


class Sweep(Protocol):
    """Publishes what nobody published."""

    async def __call__(self, *, older_than: float) -> int:
        """Publish what was left behind for `older_than` seconds; return for how many rooms."""
        ...


class TurnRunner:
    """Owns every turn of this process; `run` lives as long as the process."""

    def __init__(
        self,
        *,
        make: Callable[[UUID, int], RunningTurn],
        give_up: Callable[[UUID, int], Awaitable[None]],
        leases: Leases,
        nudge: Nudge,
        metrics: Metrics,
        heartbeat_seconds: float,
        sweep: Sweep,
    ) -> None:
        self._make = make
        self._give_up = give_up
        self._leases = leases
        self._nudge = nudge
        self._metrics = metrics
        self._heartbeat_seconds = heartbeat_seconds
        self._sweep = sweep
        self._running: dict[UUID, RunningTurn] = {}
        self._failures: dict[UUID, int] = {}
        self._group: asyncio.TaskGroup | None = None
        self._ending = False
        #: Heartbeats for which nothing is taken over.
        self._patience = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._draining = False
        self._handed_over = False
        # A renewal on its way must not extend what is being handed over.
        self._renewing = asyncio.Lock()

    @property
    def running(self) -> int:
        """How many turns run here."""
        return len(self._running)

    async def run(self) -> None:
        """Own the turns until cancelled; look after leases every heartbeat.

        What is left at the end, also begun after a drain, is handed over.
        """
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                self._ending = False
                # Apart from the leases: with Redis away it takes longer than a lease lasts.
                group.create_task(self._repeat("sweep_failed", self.publish_left_behind))
                try:
                    await self._repeat("leases_not_renewed", self.look_after)
                finally:
                    self._ending = True
        finally:
            await self._hand_over()

    async def _repeat(self, failure: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do `work` every heartbeat; whatever it raises, the process and its turns go on."""
        while True:
            await asyncio.sleep(self._heartbeat_seconds)
            try:
                await work()
            except DATABASE_AWAY as error:
                log.warning(failure, error=kinds_of(error))
            except Exception:
                log.exception(failure)

    async def publish_left_behind(self) -> None:
        """Publish events that nobody published."""
        await self._sweep(older_than=self._heartbeat_seconds)

    async def look_after(self) -> None:
        """Renew this process's leases, hear what was asked of its turns, take over the lost.

        After the database was away nothing is taken over for some heartbeats: an outage that lasts
        longer than a lease makes all turns look lost, and their owners come back first.
        """
        # Only those that ran before the question: a turn begun meanwhile is not in the answer.
        asked_about = list(self._running.items())
        async with self._renewing:
            if self._handed_over:
                return
            try:
                renewed = await self._leases.renew()
            except DATABASE_AWAY:
                self._patience = AFTER_AN_OUTAGE
                raise
        mine = {lease.turn_id for lease in renewed}
        for turn_id, turn in asked_about:
            if turn_id not in mine and self._running.get(turn_id) is turn:
                turn.tell(LeaseLost())
        for lease in renewed:
            await self._attend(lease)
        if self._draining:
            return
        if self._patience:
            self._patience -= 1
            return
        while len(await self._take_over()) == TAKE_OVER_AT_ONCE:
            continue

    async def _take_over(self) -> list[Lease]:
        taken = await self._leases.take_over(most=TAKE_OVER_AT_ONCE)
        for lease in taken:
            self._metrics.turns_taken_over.inc()
            log.warning("turn_taken_over", turn_id=str(lease.turn_id), fence=lease.fence)
            self._begin(lease.turn_id, lease.fence)
        return taken

    async def _attend(self, lease: Lease) -> None:
        turn = self._running.get(lease.turn_id)
        if turn is None:
            # Committed here and never begun, or abandoned at a fault: begin from its rows.
            self._begin(lease.turn_id, lease.fence)
            return
        if lease.stop_asked:
            turn.tell(StopAsked())
        await turn.look_for_messages(lease.message_count)

    # What is asked here, and heard from other processes

    async def start(self, turn_id: UUID) -> None:
        """Begin a turn that was just committed under this process's first fence."""
        self._begin(turn_id, 1)

    async def joined(self, turn_id: UUID) -> None:
        """Tell the turn's owner, here or elsewhere, that a message joined."""
        if turn_id in self._running:
            await self.hear("turn.joined", turn_id)
        else:
            await self._tell_others("turn.joined", turn_id)

    async def stop(self, turn_id: UUID, user_id: UUID) -> bool:
        """Stop a turn wherever it runs; False where it has ended or is not the caller's."""
        if not await ask_stop(turn_id, user_id):
            return False
        await self._tell_of_stop(turn_id)
        return True

    async def stop_all(self, user_id: UUID) -> None:
        """Stop every turn of a learner, wherever it runs."""
        for turn_id in await ask_stop_all(user_id):
            await self._tell_of_stop(turn_id)

    async def _tell_of_stop(self, turn_id: UUID) -> None:
        if turn_id in self._running:
            await self.hear("turn.stop", turn_id)
        else:
            await self._tell_others("turn.stop", turn_id)

    async def hear(self, name: str, subject: UUID) -> None:
        """Take in what this or another process says of a turn or room."""
        if name == "room.moved":
            for turn in self._running.values():
                if turn.room_id == subject:
                    turn.room_moved()
        turn_here = self._running.get(subject)
        if turn_here is not None and name == "turn.stop":
            turn_here.tell(StopAsked())
        if turn_here is not None and name == "turn.joined":
            await turn_here.look_for_messages(MANY)

    def overhear(self, name: str, subject: UUID) -> None:
        """Take in what another process says, from where nothing can be awaited."""
        if self._group is not None and not self._ending:
            spawn(self._group, self._hear_or_log(name, subject))

    async def _hear_or_log(self, name: str, subject: UUID) -> None:
        try:
            await self.hear(name, subject)
        except DATABASE_AWAY as error:
            log.warning("nudge_not_heard", nudge=name, error=kinds_of(error))
        except Exception:
            # The heartbeat finds by looking what was not heard.
            log.exception("nudge_not_heard", nudge=name)

    # Running

    def _begin(self, turn_id: UUID, fence: int) -> None:
        running = self._running.get(turn_id)
        if running is not None and running.fence >= fence:
            return
        if running is not None:
            # Lost to another process while this one was paused, and taken back.
            running.tell(LeaseLost())
        if self._group is None:
            raise RuntimeError("the runner does not run yet: enter `run` first")
        if self._ending:
            return  # its lease is given back with all others'
        turn = self._make(turn_id, fence)
        self._running[turn_id] = turn
        self._idle.clear()
        spawn(self._group, self._run_turn(turn), name=f"turn {turn_id}")

    async def _run_turn(self, turn: RunningTurn) -> None:
        moved: UUID | None = None
        try:
            moved = await turn.run()
            self._failures.pop(turn.turn_id, None)
        except LeaseLostError:
            log.info("turn_lost", turn_id=str(turn.turn_id))
            self._failures.pop(turn.turn_id, None)
        except Exception as error:
            await self._failed(turn, error)
        finally:
            if self._running.get(turn.turn_id) is turn:
                del self._running[turn.turn_id]
            if not self._running:
                self._idle.set()
        if moved is not None:
            await self._hear_or_log("room.moved", moved)
            await self._tell_others("room.moved", moved)

    async def _tell_others(self, name: str, subject: UUID) -> None:
        try:
            await self._nudge(name, subject)
        except Exception:
            # Said only to be sooner: every process also looks.
            log.exception("nudge_not_sent", nudge=name)

    async def _failed(self, turn: RunningTurn, error: Exception) -> None:
        """Leave the turn to the next heartbeat, which begins it anew; give up after a few.

        That PostgreSQL went away says nothing of the turn: it is begun anew as often as needed.
        """
        if is_connection_lost(error):
            log.warning("turn_interrupted", turn_id=str(turn.turn_id), error=kinds_of(error))
            return
        failures = self._failures[turn.turn_id] = self._failures.get(turn.turn_id, 0) + 1
        log.error("turn_abandoned", turn_id=str(turn.turn_id), failures=failures, exc_info=error)
        if failures >= MOST_FAILURES:
            try:
                await self._give_up(turn.turn_id, turn.fence)
                del self._failures[turn.turn_id]
            except Exception:
                # One turn that cannot even be ended must not end all others.
                log.exception("turn_not_ended", turn_id=str(turn.turn_id))

    async def drain(self, seconds: float) -> None:
        """Let running turns end for up to `seconds`; save and hand over the rest."""
        self._draining = True
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            log.info("turns_handed_over", turns=len(self._running))
        for turn in list(self._running.values()):
            try:
                await turn.save()
            except (LeaseLostError, *DATABASE_AWAY) as error:
                log.warning("reply_not_saved", error=kinds_of(error))
        await self._hand_over()

    async def _hand_over(self) -> None:
        """Release what this process owns; where that fails the leases run out by themselves."""
        async with self._renewing:
            self._handed_over = True
            try:
                await self._leases.release()
            except DATABASE_AWAY as error:
                log.warning("leases_not_released", error=kinds_of(error))


# More messages than any turn has: look, whatever the count.
MANY = 1 << 30
