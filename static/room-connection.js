// One room kept up to date: loaded from history, continued by the stream, loaded again if needed.

import { backoff } from "./backoff.js";
import { Problem } from "./problem.js";
import { hasHole, olderThan, reloaded, withPage } from "./room-pages.js";
import { emptyRoom, reduce } from "./room-reducer.js";

/** @typedef {import("./room-reducer.js").RoomState} RoomState */
/** @typedef {import("./wire.js").HistoryPage} HistoryPage */

/** Codes that say that the room is not there, or not this learner's. */
const gone = new Set([103, 403, 404]);
const pageSize = 30;
const holeLooks = 4;

export class RoomConnection {
  /** @type {RoomState} */
  state = emptyRoom;
  /** @type {boolean} */
  loaded = false;
  /** @type {number | null} */
  #older = null;
  #fillingHole = false;
  #loadingOlder = false;
  #closed = false;
  #parts;
  #subscription;

  /**
   * @param {object} parts
   * @param {import("./realtime.js").Realtime} parts.realtime
   * @param {string} parts.roomId
   * @param {(milliseconds: number) => Promise<void>} parts.wait
   * @param {() => number} parts.random
   * @param {() => void} parts.onChange
   * @param {() => void} parts.onGone told when the room is not there for this learner
   */
  constructor(parts) {
    this.#parts = parts;
    this.#subscription = parts.realtime.subscription(`room:${parts.roomId}`, {
      positioned: true,
      recoverable: true,
      getState: () => this.#load(),
    });
    this.#subscription.on("publication", (/** @type {{data: any}} */ { data }) => {
      this.#set(reduce(this.state, data));
      if (hasHole(this.state)) void this.#fillHole();
    });
    this.#subscription.on("unsubscribed", (/** @type {{code: number}} */ { code }) => {
      if (gone.has(code)) this.#isGone();
    });
  }

  open() {
    this.#subscription.subscribe();
  }

  close() {
    this.#closed = true;
    this.#subscription.unsubscribe();
    this.#parts.realtime.drop(this.#subscription);
  }

  /** Whether there is something older than what is shown. */
  get hasOlder() {
    return this.#older !== null;
  }

  /** Load the page before the oldest one. */
  async loadOlder() {
    if (this.#older === null || this.#loadingOlder) return;
    this.#loadingOlder = true;
    try {
      const before = this.#older;
      const page = await this.#history({ before });
      // The room may have been loaded anew in the meantime, from its end.
      if (this.#older !== before) return;
      this.#older = olderThan(page);
      this.#set(withPage(this.state, page));
      this.#parts.onChange();
    } finally {
      this.#loadingOlder = false;
    }
  }

  /**
   * @param {string} requestId
   * @param {string} text
   * @returns {Promise<{message_id: string, seq: number, turn_id: string}>}
   */
  send(requestId, text) {
    const { realtime, roomId } = this.#parts;
    return realtime.rpc("message.send", { request_id: requestId, room_id: roomId, text });
  }

  /** @param {string} turnId */
  async stop(turnId) {
    await this.#parts.realtime.rpc("turn.stop", { turn_id: turnId });
  }

  /**
   * The SDK's `getState`: called before the first subscription, and when the stream cannot be
   * continued from where this page was.
   *
   * @returns {Promise<{offset: number, epoch: string}>}
   */
  async #load() {
    try {
      const page = await this.#history({});
      this.#older = olderThan(page);
      this.loaded = true;
      this.#set(reloaded(this.state, page));
      return page.position ?? { offset: 0, epoch: "" };
    } catch (problem) {
      if (problem instanceof Problem && gone.has(problem.code)) this.#isGone();
      throw problem;
    }
  }

  /**
   * The stored text of a reply under way may be a moment older than the stream's position, and the
   * deltas between the two are then missing: look again until the text has grown over the hole, or
   * the reply is complete.
   */
  async #fillHole() {
    if (this.#fillingHole) return;
    this.#fillingHole = true;
    const { wait, random } = this.#parts;
    try {
      for (let look = 1; look <= holeLooks && hasHole(this.state); look += 1) {
        await wait(backoff(look, random));
        if (this.#closed || !hasHole(this.state)) return;
        this.#set(withPage(this.state, await this.#history({})));
      }
    } catch (problem) {
      // The completed reply brings the whole text anyway.
      if (!(problem instanceof Problem)) throw problem;
      console.info("The missing part of a reply could not be read now.", problem);
    } finally {
      this.#fillingHole = false;
    }
  }

  /**
   * @param {{before?: number}} where
   * @returns {Promise<HistoryPage>}
   */
  #history(where) {
    const { realtime, roomId } = this.#parts;
    return realtime.rpc("room.history", { room_id: roomId, limit: pageSize, ...where });
  }

  #isGone() {
    if (!this.#closed) this.#parts.onGone();
  }

  /** @param {RoomState} state */
  #set(state) {
    if (state === this.state || this.#closed) return;
    this.state = state;
    this.#parts.onChange();
  }
}
