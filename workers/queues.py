"""What each queue's worker does and how it waits (operations.md, Jobs)."""

from typing import Any, cast

from arq import cron, func
from arq.typing import WorkerCoroutine

from app.composition.mail import SEND_MAILS
from app.composition.study import TRANSLATE
from app.platform.jobs import BATCH, ON_DEMAND, read_job, write_job
from workers.jobs.run import Jobs

TRANSLATE_SECONDS = 20
# Longer than a run takes by itself (app/platform/mail/sending.py).
SEND_SECONDS = 20
CLEAN_UP_SECONDS = 600
# A scheduled job's id holds its time: kept, a worker whose clock is behind does not do it again.
SCHEDULED_KEPT_SECONDS = 60


def on_demand(jobs: Jobs) -> dict[str, Any]:
    """Return arq's options for what a learner waits for: started at once, short, tried again."""
    return {
        "queue_name": ON_DEMAND,
        "job_serializer": write_job,
        "job_deserializer": read_job,
        "functions": [
            # A kept result would drop a second job of the same id silently (parts.md, Traps).
            func(
                cast("WorkerCoroutine", jobs.translate_words),
                name=TRANSLATE,
                timeout=TRANSLATE_SECONDS,
                max_tries=4,
                keep_result=0,
            ),
            func(
                cast("WorkerCoroutine", jobs.send_mails),
                name=SEND_MAILS,
                timeout=SEND_SECONDS,
                max_tries=4,
                keep_result=0,
            ),
        ],
        "cron_jobs": [
            cron(
                cast("WorkerCoroutine", jobs.sweep_translations),
                name="sweep_translations",
                second={0, 15, 30, 45},
                timeout=TRANSLATE_SECONDS,
                keep_result=SCHEDULED_KEPT_SECONDS,
                unique=True,
            ),
            cron(
                cast("WorkerCoroutine", jobs.send_mails),
                name="sweep_mails",
                second={7, 22, 37, 52},
                timeout=SEND_SECONDS,
                keep_result=SCHEDULED_KEPT_SECONDS,
                unique=True,
            ),
        ],
        "poll_delay": 0.05,
        "max_jobs": 10,
        "job_completion_wait": TRANSLATE_SECONDS,
    }


def batch(jobs: Jobs) -> dict[str, Any]:
    """Return arq's options for what runs by the clock, one at a time over all workers."""
    return {
        "queue_name": BATCH,
        "job_serializer": write_job,
        "job_deserializer": read_job,
        "functions": [],
        "cron_jobs": [
            cron(
                cast("WorkerCoroutine", jobs.clean_up),
                name="clean_up",
                hour=3,
                minute=0,
                timeout=CLEAN_UP_SECONDS,
                keep_result=SCHEDULED_KEPT_SECONDS,
                unique=True,
            ),
            cron(
                cast("WorkerCoroutine", jobs.erase_accounts),
                name="erase_accounts",
                hour=3,
                minute=20,
                timeout=CLEAN_UP_SECONDS,
                keep_result=SCHEDULED_KEPT_SECONDS,
                unique=True,
            ),
        ],
        "poll_delay": 1.0,
        "max_jobs": 1,
        "job_completion_wait": 30,
    }
