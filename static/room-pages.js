// Pages of history poured into a room: the newest one, older ones, and a second look at the newest.

import { emptyRoom, reduce } from "./room-reducer.js";

/** @typedef {import("./room-reducer.js").RoomState} RoomState */
/** @typedef {import("./wire.js").HistoryPage} HistoryPage */

/**
 * The room with a page's events in it. Used for older pages, and for a second look at the newest.
 *
 * @param {RoomState} state
 * @param {HistoryPage} page
 * @returns {RoomState}
 */
export function withPage(state, page) {
  return page.events.reduce(reduce, state);
}

/**
 * The room as the newest page tells it, where the stream could not be continued.
 *
 * What was known before is dropped, because between it and the page something may be missing. Only
 * the text of a reply under way is taken over: the stored text may be a moment behind the one that
 * was already shown, and it is a beginning of the same text.
 *
 * @param {RoomState} before
 * @param {HistoryPage} page
 * @returns {RoomState}
 */
export function reloaded(before, page) {
  let state = withPage(emptyRoom, page);
  if (state.room === null && page.closeness !== undefined) {
    // It comes without a seq of its own: any event about it is newer.
    state = { ...state, room: { seq: 0, closeness: page.closeness, open: true } };
  }
  for (const reply of Object.values(state.replies)) {
    const shown = before.replies[reply.id];
    if (!reply.completed && shown && shown.attempt === reply.attempt) {
      const { id, attempt } = reply;
      for (const piece of [{ at: 0, text: shown.text }, ...shown.pending]) {
        state = reduce(state, { type: "reply.delta", message_id: id, attempt, ...piece });
      }
    }
  }
  return state;
}

/**
 * Where to continue towards the past, or `null` at the beginning of the room.
 *
 * @param {HistoryPage} page
 * @returns {number | null} the `before` of the next older page
 */
export function olderThan(page) {
  return page.more ? (page.before ?? null) : null;
}

/**
 * Whether a reply under way has a hole in its text: deltas came that begin beyond its end. The
 * stored text, saved about once a second, fills it.
 *
 * @param {RoomState} state
 * @returns {boolean}
 */
export function hasHole(state) {
  return Object.values(state.replies).some((reply) => reply.pending.length > 0);
}
