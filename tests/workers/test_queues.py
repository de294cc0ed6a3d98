"""How each queue's worker waits: short and soon, or by the clock and one at a time."""

from typing import cast

from app.composition.mail import SEND_MAILS
from app.composition.study import TRANSLATE
from app.platform.jobs import BATCH, ON_DEMAND
from workers.jobs.run import Jobs
from workers.queues import batch, on_demand


class Named:
    """Jobs of which only the names matter here."""

    async def translate_words(self, context: object, message_id: str) -> None: ...
    async def sweep_translations(self, context: object) -> None: ...
    async def send_mails(self, context: object, subject: str = "") -> None: ...
    async def clean_up(self, context: object) -> None: ...
    async def erase_accounts(self, context: object) -> None: ...


JOBS = cast("Jobs", Named())


def test_what_a_learner_waits_for_is_looked_for_twenty_times_a_second() -> None:
    options = on_demand(JOBS)
    assert options["queue_name"] == ON_DEMAND
    assert options["poll_delay"] <= 0.05


def test_on_demand_jobs_end_within_twenty_seconds_and_a_stop_waits_that_long() -> None:
    options = on_demand(JOBS)
    jobs = [*options["functions"], *options["cron_jobs"]]
    assert all(one.timeout_s <= 20 for one in jobs)
    assert options["job_completion_wait"] >= max(one.timeout_s for one in jobs)


def test_no_result_is_kept_since_that_would_drop_a_second_job_silently() -> None:
    functions = on_demand(JOBS)["functions"]
    assert [one.name for one in functions] == [TRANSLATE, SEND_MAILS]
    assert {(one.keep_result_s, one.max_tries) for one in functions} == {(0, 4)}


def test_lost_alarms_are_looked_for_four_times_a_minute_by_one_worker_at_a_time() -> None:
    sweeps = on_demand(JOBS)["cron_jobs"]
    assert [one.name for one in sweeps] == ["sweep_translations", "sweep_mails"]
    assert sweeps[0].second == {0, 15, 30, 45}
    assert sweeps[1].second == {7, 22, 37, 52}, "not at the same moment as the other"
    assert all(one.unique for one in sweeps)
    assert all(one.keep_result_s > 0 for one in sweeps), "its id holds the time: done is done"


def test_the_batch_queue_is_another_and_does_one_job_at_a_time() -> None:
    options = batch(JOBS)
    assert options["queue_name"] == BATCH != ON_DEMAND
    assert options["max_jobs"] == 1
    times = {one.name: (one.hour, one.minute, one.second) for one in options["cron_jobs"]}
    assert times == {"clean_up": (3, 0, 0), "erase_accounts": (3, 20, 0)}
    assert all(one.unique for one in options["cron_jobs"])
