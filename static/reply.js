// One reply through its attempts: started, its deltas, completed; only the highest attempt counts.
//
// After a takeover a reply starts again under the same id with a higher attempt, and the text of
// the lower one is dropped. A completed text is whole: nothing of its attempt changes it any more.

import { withDelta } from "./reply-text.js";

/** @typedef {import("./wire.js").RoomEvent} RoomEvent */
/** @typedef {{id: string, seq: number, turn_id: string | null, attempt: number,
 *   source: string | null, time: string | null, text: string,
 *   pending: readonly import("./reply-text.js").Piece[], completed: boolean}} Reply */

/**
 * The reply that an event continues, empty where the event begins an attempt; `null` where the
 * event belongs to a lower attempt, or to a text that is already whole.
 *
 * @param {Reply | undefined} known
 * @param {RoomEvent} event
 * @returns {Reply | null}
 */
function continued(known, event) {
  const attempt = event.attempt ?? 1;
  if (known && (known.attempt > attempt || (known.attempt === attempt && known.completed))) {
    return null;
  }
  if (known && known.attempt === attempt) return known;
  return {
    id: event.message_id ?? "",
    seq: 0,
    turn_id: event.turn_id ?? known?.turn_id ?? null,
    attempt,
    source: null,
    time: null,
    text: "",
    pending: [],
    completed: false,
  };
}

/**
 * Each of these gives the reply after the event, or `null` where the event changes nothing.
 *
 * @type {(known: Reply | undefined, event: RoomEvent) => Reply | null}
 */
export function replyStarted(known, event) {
  const reply = continued(known, event);
  const seq = event.seq ?? 0;
  if (reply === null || reply.seq > seq) return null;
  const { turn_id = reply.turn_id, source = null, time = null } = event;
  return { ...reply, seq, turn_id, source, time };
}

/** @type {(known: Reply | undefined, event: RoomEvent) => Reply | null} */
export function replyDelta(known, event) {
  const reply = continued(known, event);
  if (reply === null) return null;
  return { ...reply, ...withDelta(reply, event.at ?? 0, event.text ?? "") };
}

/** @type {(known: Reply | undefined, event: RoomEvent) => Reply | null} */
export function replyCompleted(known, event) {
  const reply = continued(known, event);
  if (reply === null) return null;
  const { seq = 0, turn_id = reply.turn_id, source = null, time = null, text = "" } = event;
  return { ...reply, seq, turn_id, source, time, text, pending: [], completed: true };
}
