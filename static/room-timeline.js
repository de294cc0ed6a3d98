// What a room looks like, top to bottom: its messages turn by turn, with what belongs to each.
//
// A reply stands under the messages of its turn, not where it began: after a takeover it begins
// again later, and a reloaded page would show it elsewhere.

/** @typedef {import("./room-reducer.js").RoomState} RoomState */
/** @typedef {import("./room-reducer.js").Message} Message */
/** @typedef {import("./outbox.js").Entry} Entry */

/**
 * A learner's message with its feedback; `feedback` is null while it is being checked (`checking`)
 * and where it never came.
 * @typedef {{kind: "message", key: string, message: Message, checking: boolean,
 *   feedback: import("./room-reducer.js").Feedback | null}} MessageItem
 */
/** @typedef {{kind: "said", key: string, message: Message}} SaidItem what a persona said unasked */
/**
 * What answers a turn. `writing`: the reply's text is coming in. `thinking`: it is this turn's
 * time, and no text is there yet.
 * @typedef {{kind: "answer", key: string, turn_id: string, writing: boolean, thinking: boolean,
 *   reply: import("./room-reducer.js").Reply | null,
 *   end: import("./room-reducer.js").TurnEnd | null,
 *   words: readonly import("./wire.js").Word[], wordsFailed: boolean,
 *   translations: readonly (import("./room-reducer.js").Translation | null)[]}} AnswerItem
 */
/** @typedef {{kind: "day", key: string, time: string}} DayItem */
/** @typedef {{kind: "outbox", key: string, entry: Entry}} OutboxItem */
/** @typedef {MessageItem | SaidItem | AnswerItem | DayItem | OutboxItem} Item */

/**
 * @param {RoomState} state
 * @param {readonly Entry[]} outbox the learner's messages that the server may not have yet
 * @returns {Item[]}
 */
export function timeline(state, outbox) {
  const open = openTurn(state);
  /** @type {Item[]} */
  const items = [];
  let day = "";
  for (const group of groups(state)) {
    const time = group.messages[0]?.time;
    const today = time ? new Date(time).toDateString() : day;
    if (time && today !== day) items.push({ kind: "day", key: `day:${today}`, time });
    day = today;
    for (const message of group.messages) items.push(messageItem(state, message));
    if (group.turn_id !== null) items.push(answerItem(state, group, open));
  }
  for (const entry of notYetShown(state, outbox)) {
    items.push({ kind: "outbox", key: `outbox:${entry.request_id}`, entry });
  }
  return items;
}

/**
 * The turn that is being answered: the oldest one that has not ended. It can be stopped.
 *
 * @param {RoomState} state
 * @returns {string | null}
 */
export function openTurn(state) {
  for (const { turn_id } of groups(state)) {
    if (turn_id !== null && !state.ends[turn_id]) return turn_id;
  }
  return null;
}

/** @typedef {{turn_id: string | null, place: number, messages: Message[]}} Group */

/**
 * @param {RoomState} state
 * @returns {Group[]} turns, and messages outside of turns, in order
 */
function groups(state) {
  /** @type {Map<string, Group>} */
  const byTurn = new Map();
  for (const message of Object.values(state.messages).sort((one, other) => one.seq - other.seq)) {
    const key = message.turn_id ?? `message ${message.id}`;
    const group = byTurn.get(key);
    if (group) group.messages.push(message);
    else byTurn.set(key, { turn_id: message.turn_id, place: message.seq, messages: [message] });
  }
  for (const { turn_id, seq } of Object.values(state.replies)) {
    // Its messages are on an older page.
    if (turn_id !== null && !byTurn.has(turn_id)) {
      byTurn.set(turn_id, { turn_id, place: seq, messages: [] });
    }
  }
  return [...byTurn.values()].sort((one, other) => one.place - other.place);
}

/**
 * @param {RoomState} state
 * @param {Message} message
 * @returns {MessageItem | SaidItem}
 */
function messageItem(state, message) {
  const key = `message:${message.id}`;
  if (message.author !== "learner") return { kind: "said", key, message };
  const feedback = state.feedback[message.id] ?? null;
  const ended = message.turn_id === null || Boolean(state.ends[message.turn_id]);
  return { kind: "message", key, message, feedback, checking: feedback === null && !ended };
}

/**
 * @param {RoomState} state
 * @param {Group} group
 * @param {string | null} open the turn that is being answered
 * @returns {AnswerItem}
 */
function answerItem(state, group, open) {
  const turn_id = group.turn_id ?? "";
  const reply = Object.values(state.replies).find((each) => each.turn_id === turn_id) ?? null;
  const end = state.ends[turn_id] ?? null;
  const hasText = reply !== null && reply.text !== "";
  const lists = group.messages.flatMap((message) => state.words[message.id] ?? []);
  const words = lists.flatMap((list) => list.words);
  return {
    kind: "answer",
    key: `answer:${turn_id}`,
    turn_id,
    reply,
    end,
    writing: hasText && !reply.completed && end === null,
    thinking: !hasText && end === null && turn_id === open,
    words,
    wordsFailed: lists.some(({ status }) => status === "failed"),
    translations: words.map((word) => state.translations[word.id] ?? null),
  };
}

/**
 * The entries that are not among the room's messages yet.
 *
 * A message's event may come before the answer to its sending. Until then the two are matched by
 * their text, so that the message is not seen twice for a moment.
 *
 * @param {RoomState} state
 * @param {readonly Entry[]} outbox
 * @returns {Entry[]}
 */
function notYetShown(state, outbox) {
  if (outbox.length === 0) return [];
  const known = new Set(outbox.map((entry) => entry.message_id));
  const unclaimed = Object.values(state.messages).filter(
    (message) => message.author === "learner" && !known.has(message.id),
  );
  return outbox.filter((entry) => {
    if (entry.message_id !== null) return !state.messages[entry.message_id];
    const place = unclaimed.findIndex(
      (message) => message.seq > entry.after_seq && message.text === entry.text,
    );
    if (place === -1 || entry.status === "refused") return true;
    unclaimed.splice(place, 1);
    return false;
  });
}

/**
 * Whether two items look the same, so that nothing has to be drawn again.
 *
 * @param {Item} one
 * @param {Item} other
 * @returns {boolean}
 */
export function sameItem(one, other) {
  const before = new Map(Object.entries(one));
  return Object.entries(other).every(([field, value]) => same(before.get(field), value));
}

/**
 * @param {unknown} one
 * @param {unknown} other
 * @returns {boolean}
 */
function same(one, other) {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((each, place) => each === other[place]);
}
