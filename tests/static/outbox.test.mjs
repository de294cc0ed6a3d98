// Messages on their way: static/outbox.js sends each once, in order, whatever happens between.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox } from "../../static/outbox.js";
import { Problem } from "../../static/problem.js";
import { Sealing } from "../../static/sealing.js";
import { MemoryStorage } from "../../static/storage.js";
import { UnsentStore } from "../../static/unsent-store.js";

const away = new Problem({ code: 503, detail: "away", temporary: true });
const tooLong = new Problem({ code: 422, detail: "too long", temporary: false });

const key = "A".repeat(43);

/** Let everything run that waits for nothing but its turn. */
const settled = () => new Promise(setImmediate);

/** @param {() => boolean} condition that comes true by itself: the browser seals beside the page */
async function until(condition) {
  while (!condition()) await settled();
}

/**
 * An outbox whose server is played by hand.
 *
 * @param {(requestId: string, text: string) => Promise<{message_id: string}>} send
 */
function outboxWith(send, storage = new MemoryStorage()) {
  const waits = [];
  let ids = storage.length;
  const outbox = new Outbox({
    store: new UnsentStore("room", storage, new Sealing(crypto, () => key)),
    send,
    wait: (milliseconds) => new Promise((resolve) => waits.push({ milliseconds, pass: resolve })),
    random: () => 0.5,
    newId: () => `q${(ids += 1)}`,
    onChange: () => {},
  });
  const statuses = () => outbox.entries.map(({ status }) => status);
  return { outbox, storage, waits, statuses };
}

test("a message is accepted under the id that the server gives it", async () => {
  const { outbox, storage } = outboxWith(async () => ({ message_id: "m1" }));
  outbox.add("안녕", 7);
  assert.equal(outbox.entries[0].status, "sending");
  await settled();
  const [{ status, message_id, after_seq }] = outbox.entries;
  assert.deepEqual([status, message_id, after_seq], ["accepted", "m1", 7]);
  assert.equal(storage.length, 0);
});

test("an accepted message is forgotten once the room shows it", async () => {
  const { outbox } = outboxWith(async () => ({ message_id: "m1" }));
  outbox.add("안녕", 0);
  await settled();
  outbox.settle((id) => id === "other");
  assert.equal(outbox.entries.length, 1);
  outbox.settle((id) => id === "m1");
  assert.equal(outbox.entries.length, 0);
});

test("after a temporary failure the same request id is sent again", async () => {
  const sent = [];
  const { outbox, waits, statuses } = outboxWith(async (requestId) => {
    sent.push(requestId);
    if (sent.length < 3) throw away;
    return { message_id: "m1" };
  });
  outbox.add("안녕", 0);
  await settled();
  assert.deepEqual(statuses(), ["waiting"]);
  assert.equal(outbox.entries[0].problem, away);
  waits[0].pass();
  await settled();
  waits[1].pass();
  await settled();
  assert.deepEqual(sent, ["q1", "q1", "q1"]);
  assert.deepEqual(statuses(), ["accepted"]);
  assert.ok(waits[1].milliseconds > waits[0].milliseconds, "each wait is longer than the last");
});

test("a connection that is back does not wait for the next try", async () => {
  let connected = false;
  const { outbox, waits, statuses } = outboxWith(async () => {
    if (!connected) throw away;
    return { message_id: "m1" };
  });
  outbox.add("안녕", 0);
  await settled();
  assert.equal(waits.length, 1);
  connected = true;
  outbox.start();
  await settled();
  assert.deepEqual(statuses(), ["accepted"]);
});

test("messages are sent in order: the second waits for the first", async () => {
  const sent = [];
  let release = () => {};
  const { outbox } = outboxWith((requestId, text) => {
    sent.push(text);
    return new Promise((resolve) => {
      release = () => resolve({ message_id: requestId });
    });
  });
  outbox.add("하나", 0);
  outbox.add("둘", 0);
  await settled();
  assert.deepEqual(sent, ["하나"]);
  release();
  await settled();
  assert.deepEqual(sent, ["하나", "둘"]);
});

test("a refused message does not hold up the next one", async () => {
  const { outbox, statuses } = outboxWith(async (requestId, text) => {
    if (text === "너무 길다") throw tooLong;
    return { message_id: requestId };
  });
  outbox.add("너무 길다", 0);
  outbox.add("짧다", 0);
  await settled();
  assert.deepEqual(statuses(), ["refused", "accepted"]);
});

test("a refused message that is sent again keeps its request id", async () => {
  const sent = [];
  const { outbox, statuses } = outboxWith(async (requestId) => {
    sent.push(requestId);
    if (sent.length === 1) throw tooLong;
    return { message_id: "m1" };
  });
  outbox.add("안녕", 0);
  await settled();
  outbox.retry("q1");
  await settled();
  assert.deepEqual(sent, ["q1", "q1"]);
  assert.deepEqual(statuses(), ["accepted"]);
});

test("a discarded message is gone, also after a reload", async () => {
  const { outbox, storage } = outboxWith(async () => Promise.reject(tooLong));
  outbox.add("안녕", 0);
  await settled();
  outbox.remove("q1");
  assert.deepEqual([outbox.entries.length, storage.length], [0, 0]);
});

test("what was not accepted survives a reload, and keeps its ids and its order", async () => {
  const storage = new MemoryStorage();
  const before = outboxWith(() => new Promise(() => {}), storage);
  before.outbox.add("하나", 3);
  before.outbox.add("둘", 3);
  before.outbox.close();
  await until(() => storage.length === 2);
  const sent = [];
  const { outbox } = outboxWith(async (requestId, text) => {
    sent.push([requestId, text]);
    return { message_id: requestId };
  }, storage);
  outbox.start();
  await until(() => sent.length === 2);
  assert.deepEqual(sent, [
    ["q1", "하나"],
    ["q2", "둘"],
  ]);
});

test("what is said while that is still being read comes after it, also after one more reload", async () => {
  const storage = new MemoryStorage();
  const first = outboxWith(() => new Promise(() => {}), storage);
  first.outbox.add("하나", 3);
  first.outbox.add("둘", 3);
  await until(() => storage.length === 2);
  const second = outboxWith(() => new Promise(() => {}), storage);
  second.outbox.add("셋", 3);
  await until(() => storage.length === 3);
  const third = outboxWith(() => new Promise(() => {}), storage);
  await until(() => third.outbox.entries.length === 3);
  assert.deepEqual(
    third.outbox.entries.map(({ text }) => text),
    ["하나", "둘", "셋"],
  );
});

test("what was accepted while it was being sealed is not kept after all", async () => {
  const { outbox, storage, statuses } = outboxWith(async () => ({ message_id: "m1" }));
  outbox.add("하나", 0);
  await settled();
  assert.deepEqual(statuses(), ["accepted"]);
  outbox.add("둘", 0);
  await until(() => statuses().every((status) => status === "accepted"));
  const later = new Sealing(crypto, () => key);
  // Sealed after the others: theirs is done by then.
  await later.seal("place", "text");
  assert.equal(storage.length, 0);
});

test("a closed outbox sends nothing more", async () => {
  let sends = 0;
  const { outbox, waits } = outboxWith(async () => {
    sends += 1;
    throw away;
  });
  outbox.add("안녕", 0);
  await settled();
  outbox.close();
  waits[0].pass();
  await settled();
  assert.equal(sends, 1);
});

test("text is sent in NFC, which is what positions count in", () => {
  const { outbox } = outboxWith(() => new Promise(() => {}));
  outbox.add("안녕".normalize("NFD"), 0);
  assert.equal(outbox.entries[0].text, "안녕".normalize("NFC"));
});
