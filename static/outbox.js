// The learner's messages until the server has them: kept over a reload, sent in order, sent again
// with the same request id, so that each is stored exactly once.

import { backoff } from "./backoff.js";
import { Problem } from "./problem.js";

/**
 * `sending`: on its way. `waiting`: a temporary failure, tried again by itself. `refused`: the
 * learner has to decide. `accepted`: stored under `message_id`.
 * @typedef {{request_id: string, text: string, after_seq: number, order: number,
 *   status: "sending" | "waiting" | "refused" | "accepted",
 *   problem: Problem | null, message_id: string | null}} Entry
 */

/** @typedef {{message_id: string}} Accepted */

export class Outbox {
  /** @type {readonly Entry[]} */
  entries = [];
  #running = false;
  #failures = 0;
  #closed = false;
  /** @type {() => void} */
  #wake = () => {};
  /** @type {Promise<void> | null} until what was kept is read; null: nothing was, or it is */
  #reading = null;
  #parts;

  /**
   * @param {object} parts
   * @param {import("./unsent-store.js").UnsentStore} parts.store
   * @param {(requestId: string, text: string) => Promise<Accepted>} parts.send raises Problem
   * @param {(milliseconds: number) => Promise<void>} parts.wait
   * @param {() => number} parts.random
   * @param {() => string} parts.newId
   * @param {() => void} parts.onChange
   */
  constructor(parts) {
    this.#parts = parts;
    if (!parts.store.isEmpty) this.#reading = this.#read();
  }

  /**
   * @param {string} text
   * @param {number} afterSeq the greatest `seq` of the room now
   */
  add(text, afterSeq) {
    /** @type {Entry} */
    const entry = {
      request_id: this.#parts.newId(),
      text: text.normalize("NFC"),
      after_seq: afterSeq,
      order: (this.entries.at(-1)?.order ?? 0) + 1,
      status: "sending",
      problem: null,
      message_id: null,
    };
    this.#set([...this.entries, entry]);
    // What was kept before goes first, and says which place is the next.
    if (this.#reading === null) void this.#parts.store.keep(entry.request_id, entry);
    this.start();
  }

  /** Send what is there, now: after a reload, and when the connection is back. */
  start() {
    this.#wake();
    if (!this.#running && !this.#closed) void this.#run();
  }

  /** @param {string} requestId of a refused message; it is sent again under the same id */
  retry(requestId) {
    this.#change(requestId, { status: "sending", problem: null });
    this.start();
  }

  /** @param {string} requestId of a message that shall not be sent */
  remove(requestId) {
    this.#parts.store.forget(requestId);
    this.#set(this.entries.filter((entry) => entry.request_id !== requestId));
  }

  /** @param {(messageId: string) => boolean} shown whether the room has this message by now */
  settle(shown) {
    const left = this.entries.filter(
      (entry) => entry.message_id === null || !shown(entry.message_id),
    );
    if (left.length < this.entries.length) this.#set(left);
  }

  /** Stop sending; what was not accepted stays kept. */
  close() {
    this.#closed = true;
    this.#wake();
  }

  async #run() {
    this.#running = true;
    try {
      await this.#reading;
      for (let entry = this.#next(); entry && !this.#closed; entry = this.#next()) {
        await this.#attempt(entry);
      }
    } finally {
      this.#running = false;
    }
  }

  #next() {
    return this.entries.find(({ status }) => status === "sending" || status === "waiting");
  }

  /** @param {Entry} entry */
  async #attempt({ request_id, text }) {
    try {
      const { message_id } = await this.#parts.send(request_id, text);
      this.#failures = 0;
      this.#parts.store.forget(request_id);
      this.#change(request_id, { status: "accepted", problem: null, message_id });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (!problem.temporary) {
        this.#change(request_id, { status: "refused", problem });
        return;
      }
      this.#failures += 1;
      this.#change(request_id, { status: "waiting", problem });
      const woken = new Promise((resolve) => {
        this.#wake = () => resolve(undefined);
      });
      await Promise.race([this.#parts.wait(backoff(this.#failures, this.#parts.random)), woken]);
      this.#wake = () => {};
    }
  }

  /**
   * @param {string} requestId
   * @param {Partial<Entry>} change
   */
  #change(requestId, change) {
    this.#set(
      this.entries.map((entry) =>
        entry.request_id === requestId ? { ...entry, ...change } : entry,
      ),
    );
  }

  /** @param {readonly Entry[]} entries */
  #set(entries) {
    this.entries = entries;
    this.#parts.onChange();
  }

  async #read() {
    const { store } = this.#parts;
    const kept = (await store.all()).sort(
      (one, other) => one.after_seq - other.after_seq || one.order - other.order,
    );
    this.#reading = null;
    const last = kept.at(-1)?.order ?? 0;
    const added = this.entries.map((entry) => ({ ...entry, order: last + entry.order }));
    this.#set([...kept, ...added]);
    for (const entry of added) void store.keep(entry.request_id, entry);
  }
}
