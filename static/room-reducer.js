// What a room is, made from the events about it: (state, event) -> state, pure.
//
// Live events, recovered ones and history (events made from rows) all pass here, so a page that
// was there all along and one that was just reloaded cannot differ. Everything is kept by id with
// the `seq` it came with, and only a newer `seq` replaces it: a copy, or an older event that comes
// late, changes nothing, and the order of arrival does not matter.

import { replyCompleted, replyDelta, replyStarted } from "./reply.js";

/** @typedef {import("./wire.js").RoomEvent} RoomEvent */
/** @typedef {import("./wire.js").Edit} Edit */
/** @typedef {{id: string, seq: number, turn_id: string | null, author: "learner" | "persona",
 *   text: string, time: string | null, guidance: {en: string, ko: string} | null}} Message */
/** @typedef {{seq: number, status: import("./wire.js").FeedbackStatus, target: string,
 *   detected: string, source: string, corrected: string | null, edits: readonly Edit[],
 *   feedback_en: string, feedback_ko: string}} Feedback */
/** @typedef {{seq: number, status: "ready" | "failed",
 *   words: readonly import("./wire.js").Word[]}} Words */
/** @typedef {{seq: number, language: string, sense: string,
 *   example_translation: string}} Translation */
/** @typedef {import("./reply.js").Reply} Reply */
/** @typedef {{seq: number, status: "completed" | "failed", missing: readonly string[],
 *   stopped: boolean, reason: string}} TurnEnd */
/** @typedef {{seq: number, messages: number, perfect: number, suggested: number, corrected: number,
 *   unclear: number, streak_days: number}} Progress */

/**
 * @typedef {object} RoomState
 * @property {Readonly<Record<string, Message>>} messages by message id
 * @property {Readonly<Record<string, Feedback>>} feedback by the learner's message id
 * @property {Readonly<Record<string, Words>>} words by the learner's message id
 * @property {Readonly<Record<string, Translation>>} translations by word id
 * @property {Readonly<Record<string, Reply>>} replies by the reply's message id
 * @property {Readonly<Record<string, TurnEnd>>} ends of turns, by turn id
 * @property {{seq: number, closeness: number, open: boolean} | null} room
 * @property {Progress | null} progress
 * @property {number} highest the greatest `seq` met
 */

/** @type {RoomState} */
export const emptyRoom = Object.freeze({
  messages: {},
  feedback: {},
  words: {},
  translations: {},
  replies: {},
  ends: {},
  room: null,
  progress: null,
  highest: 0,
});

/** @type {Map<string, (state: RoomState, event: RoomEvent) => Partial<RoomState>>} */
const changes = new Map([
  ["message.created", messageCreated],
  ["feedback.ready", feedbackReady],
  ["words.ready", wordsReady],
  ["words.translated", wordsTranslated],
  ["reply.started", replyChanged(replyStarted)],
  ["reply.delta", replyChanged(replyDelta)],
  ["reply.completed", replyChanged(replyCompleted)],
  ["turn.completed", turnEnded("completed")],
  ["turn.failed", turnEnded("failed")],
  ["room.changed", roomChanged],
  ["progress.updated", progressUpdated],
]);

/**
 * The room after one event. An event of an unknown type changes nothing.
 *
 * @param {RoomState} state
 * @param {RoomEvent} event
 * @returns {RoomState}
 */
export function reduce(state, event) {
  const change = changes.get(event.type);
  if (change === undefined) return state;
  return {
    ...state,
    ...change(state, event),
    highest: Math.max(state.highest, event.seq ?? 0),
  };
}

/**
 * @template {{seq: number}} Kept
 * @param {Readonly<Record<string, Kept>>} kept
 * @param {string | undefined} id
 * @param {Kept} candidate
 * @returns {Readonly<Record<string, Kept>>}
 */
function newest(kept, id, candidate) {
  if (id === undefined || (kept[id] && kept[id].seq >= candidate.seq)) return kept;
  return { ...kept, [id]: candidate };
}

/** @type {(state: RoomState, event: RoomEvent) => Partial<RoomState>} */
function messageCreated(state, event) {
  const message = {
    id: event.message_id ?? "",
    seq: event.seq ?? 0,
    turn_id: event.turn_id ?? null,
    author: event.author,
    text: event.text ?? "",
    time: event.time ?? null,
    guidance: event.guidance ?? null,
  };
  return { messages: newest(state.messages, event.message_id, message) };
}

/** @type {(state: RoomState, event: RoomEvent) => Partial<RoomState>} */
function feedbackReady(state, event) {
  const feedback = {
    seq: event.seq ?? 0,
    status: event.status,
    target: event.target ?? "none",
    detected: event.detected ?? "none",
    source: event.source ?? "",
    corrected: event.corrected ?? null,
    edits: event.edits ?? [],
    feedback_en: event.feedback_en ?? "",
    feedback_ko: event.feedback_ko ?? "",
  };
  return { feedback: newest(state.feedback, event.message_id, feedback) };
}

/** @type {(state: RoomState, event: RoomEvent) => Partial<RoomState>} */
function wordsReady(state, event) {
  const words = { seq: event.seq ?? 0, status: event.status, words: event.words ?? [] };
  return { words: newest(state.words, event.message_id, words) };
}

/** @type {(state: RoomState, event: RoomEvent) => Partial<RoomState>} */
function wordsTranslated(state, event) {
  let translations = state.translations;
  for (const word of event.words ?? []) {
    translations = newest(translations, word.id, {
      seq: event.seq ?? 0,
      language: event.language,
      sense: word.sense ?? "",
      example_translation: word.example_translation ?? "",
    });
  }
  return { translations };
}

/**
 * @param {(known: Reply | undefined, event: RoomEvent) => Reply | null} change
 * @returns {(state: RoomState, event: RoomEvent) => Partial<RoomState>}
 */
function replyChanged(change) {
  return (state, event) => {
    const id = event.message_id ?? "";
    const reply = change(state.replies[id], event);
    return reply === null ? {} : { replies: { ...state.replies, [id]: reply } };
  };
}

/**
 * @param {"completed" | "failed"} status
 * @returns {(state: RoomState, event: RoomEvent) => Partial<RoomState>}
 */
function turnEnded(status) {
  return (state, event) => {
    const end = {
      seq: event.seq ?? 0,
      status,
      missing: event.missing ?? [],
      stopped: event.stopped ?? false,
      reason: event.reason ?? "",
    };
    return { ends: newest(state.ends, event.turn_id, end) };
  };
}

/** @type {(state: RoomState, event: RoomEvent) => Partial<RoomState>} */
function roomChanged(state, event) {
  const seq = event.seq ?? 0;
  if (state.room && state.room.seq >= seq) return {};
  return { room: { seq, closeness: event.closeness, open: event.open ?? false } };
}

/** @type {(state: RoomState, event: RoomEvent) => Partial<RoomState>} */
function progressUpdated(state, event) {
  const seq = event.seq ?? 0;
  if (state.progress && state.progress.seq >= seq) return {};
  const { messages = 0, perfect = 0, suggested = 0, corrected = 0, unclear = 0 } = event;
  const { streak_days = 0 } = event;
  return { progress: { seq, messages, perfect, suggested, corrected, unclear, streak_days } };
}
