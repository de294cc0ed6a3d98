"""What personas replied, for whoever searches a room's history."""

from functools import partial

from app.platform.said import SaidTexts
from app.platform.sealing import Sealer
from app.tutor.stored import open_reply

# OFFSET 0 keeps the planner from walking everybody's replies backwards by their ids.
REPLIES = """
SELECT * FROM (
    SELECT reply.id, turn.room_id, reply.turn_id, 'persona' AS author, reply.body, reply.key_id,
        reply.created_at
    FROM turns turn JOIN replies reply ON reply.turn_id = turn.id
    WHERE turn.room_id = ANY($1::uuid[]) AND reply.state <> 'running' OFFSET 0
) own WHERE id < $2 ORDER BY id DESC LIMIT $3
"""


def replies_said(sealer: Sealer) -> SaidTexts:
    """Read replies that are over."""
    return SaidTexts(REPLIES, partial(open_reply, sealer))
