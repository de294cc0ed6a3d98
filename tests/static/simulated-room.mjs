// A room's life by chance: what its stream carried, and what its rows say at any moment.

/**
 * The generator called mulberry32: the same seed gives the same life.
 *
 * @param {number} seed
 * @returns {() => number} in [0, 1)
 */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const below = (random, limit) => Math.floor(random() * limit);
const texts = ["네, 먹었어요 😀", "그렇군요. 저는 회의가 있었어요.", "ㅋㅋㅋ 진짜?", "반가워요!"];

/**
 * @param {() => number} random
 * @param {number} turns
 * @returns {object[]} what the stream carried, in order: events with `seq`, and deltas
 */
export function livedStream(random, turns) {
  const stream = [];
  let seq = 0;
  const event = (fields) => {
    seq += 1;
    stream.push({ v: 1, seq, time: new Date(seq * 1000).toISOString(), ...fields });
  };
  event({ type: "message.created", message_id: "greeting", author: "persona", text: "안녕!" });
  for (let turn = 1; turn <= turns; turn += 1) {
    const parts = partsOf(random, turn);
    while (parts.some((part) => part.length > 0)) {
      const left = parts.filter((part) => part.length > 0);
      const { delta, ...fields } = left[below(random, left.length)].shift();
      if (delta) stream.push({ v: 1, ...fields });
      else event(fields);
    }
    event({ type: "turn.completed", turn_id: `t${turn}`, stopped: random() < 0.2 });
    if (random() < 0.3)
      event({ type: "room.changed", closeness: 1 + below(random, 3), open: true });
    event({ type: "progress.updated", messages: turn, perfect: below(random, turn + 1) });
    if (random() < 0.7) {
      const words = [{ id: `w${turn}`, sense: "a word" }];
      event({ type: "words.translated", message_id: `m${turn}`, language: "en", words });
    }
  }
  return stream;
}

/** The parts of a turn that run side by side; within each, the order is kept. */
function partsOf(random, turn) {
  const ids = { turn_id: `t${turn}`, message_id: `m${turn}` };
  const feedback = { type: "feedback.ready", ...ids, status: "corrected", target: "haeyo" };
  const word = { id: `w${turn}`, surface: "밥", lemma: "밥", part_of_speech: "noun", level: 1 };
  const created = { type: "message.created", ...ids, author: "learner", text: `메시지 ${turn}` };
  const reply = [];
  const attempts = random() < 0.4 ? 2 : 1;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const whole = texts[below(random, texts.length)];
    const cut = attempt < attempts ? below(random, whole.length) : whole.length;
    const name = { turn_id: `t${turn}`, message_id: `r${turn}`, attempt };
    reply.push({ type: "reply.started", ...name, source: "model" });
    for (let at = 0; at < cut;) {
      const text = whole.slice(at, Math.min(cut, at + 1 + below(random, 4)));
      reply.push({ type: "reply.delta", ...name, at, text, delta: true });
      at += text.length;
    }
    if (attempt === attempts) {
      reply.push({ type: "reply.completed", ...name, text: whole, source: "model" });
    }
  }
  const first = [created, feedback];
  const words = [{ type: "words.ready", ...ids, status: "ready", words: [word] }];
  return [first, words, reply];
}

/**
 * What the rows say at a moment: the newest of each row, in order of `seq`. A reply under way comes
 * as its start and one delta from 0.
 *
 * @param {readonly object[]} stream up to that moment
 * @param {number} unsaved how many of a reply's last deltas the row does not have yet
 * @returns {object[]}
 */
export function rowsOf(stream, unsaved) {
  const rows = new Map();
  for (const event of stream.filter((each) => each.seq !== undefined)) {
    const { type, message_id = "", turn_id = "" } = event;
    if (["room.changed", "progress.updated"].includes(type)) rows.set(type, event);
    else if (type.startsWith("turn.")) rows.set(`end ${turn_id}`, event);
    else rows.set(`${type} ${message_id}`, event);
  }
  const events = [...rows.values()].sort((one, other) => one.seq - other.seq);
  for (const started of events.filter(({ type }) => type === "reply.started")) {
    if (rows.has(`reply.completed ${started.message_id}`)) continue;
    const deltas = stream.filter(
      ({ type, message_id, attempt }) =>
        type === "reply.delta" && message_id === started.message_id && attempt === started.attempt,
    );
    const saved = deltas.slice(0, Math.max(0, deltas.length - unsaved));
    const text = saved.map((delta) => delta.text).join("");
    const { message_id, turn_id, attempt } = started;
    events.push({ type: "reply.delta", v: 1, message_id, turn_id, attempt, at: 0, text });
  }
  return events;
}

/**
 * @template Item
 * @param {() => number} random
 * @param {readonly Item[]} items
 * @returns {Item[]} in any order
 */
export function shuffled(random, items) {
  const mixed = [...items];
  for (let place = mixed.length - 1; place > 0; place -= 1) {
    const other = below(random, place + 1);
    [mixed[place], mixed[other]] = [mixed[other], mixed[place]];
  }
  return mixed;
}
