// The one socket of the page: an SDK client with this session's tokens, and its connection's state.

import { Problem } from "./problem.js";

/** @typedef {"connecting" | "connected" | "offline" | "closed"} ConnectionStatus */

const invalidToken = 3500;
const sessionEnded = 4501;
const suspended = 4502;

/**
 * The ways to the server, best first: where a proxy forbids a WebSocket the SDK takes the next.
 * @param {string} origin
 */
export function transportsTo(origin) {
  return [
    { transport: "websocket", endpoint: `${origin.replace(/^http/, "ws")}/connection/websocket` },
    { transport: "http_stream", endpoint: `${origin}/connection/http_stream` },
  ];
}

export class Realtime {
  /** @type {ConnectionStatus} `offline`: trying again by itself; `closed`: it does not */
  status = "closed";
  /** @type {Set<(status: ConnectionStatus) => void>} */
  #listeners = new Set();
  /** @type {string | null} the token that the server was shown last */
  #shown = null;
  #renewedOnce = false;
  #client;
  #session;
  /** @type {(notice: {type: string, [field: string]: any}) => void} told what the learner's own
   *   channel brings */
  onNotice = () => {};

  /**
   * @param {object} parts
   * @param {any} parts.Centrifuge the SDK's client class
   * @param {string} parts.origin `https://…`, where the page came from
   * @param {import("./session.js").Session} parts.session
   */
  constructor({ Centrifuge, origin, session }) {
    this.#session = session;
    this.#client = new Centrifuge(transportsTo(origin), {
      emulationEndpoint: `${origin}/emulation`,
      getToken: () => this.#token(Centrifuge),
    });
    this.#client.on("connecting", () => this.#become("connecting"));
    this.#client.on("error", () => {
      // Errors while connected (a token that could not be renewed yet) cut nothing off.
      if (this.#client.state === "connecting") this.#become("offline");
    });
    this.#client.on("connected", () => {
      this.#renewedOnce = false;
      this.#become("connected");
    });
    this.#client.on("publication", (/** @type {{data: any}} */ { data }) => this.onNotice(data));
    this.#client.on("disconnected", (/** @type {{code: number}} */ { code }) => this.#over(code));
  }

  connect() {
    this.#client.connect();
  }

  close() {
    this.#client.disconnect();
    this.#listeners.clear();
  }

  /**
   * @param {(status: ConnectionStatus) => void} listener told at once and at every change
   * @returns {() => void} stops it
   */
  watch(listener) {
    this.#listeners.add(listener);
    listener(this.status);
    return () => this.#listeners.delete(listener);
  }

  /**
   * @param {string} method
   * @param {Record<string, unknown>} data
   * @returns {Promise<any>}
   * @throws {Problem}
   */
  async rpc(method, data) {
    try {
      return (await this.#client.rpc(method, data)).data;
    } catch (error) {
      if (error instanceof Error) throw error;
      throw Problem.ofSocket(/** @type {{code?: number}} */ (error));
    }
  }

  /**
   * @param {string} channel
   * @param {Record<string, unknown>} options of the SDK's subscription
   * @returns {any} the SDK's subscription
   */
  subscription(channel, options) {
    return this.#client.newSubscription(channel, options);
  }

  /** @param {any} subscription */
  drop(subscription) {
    subscription.removeAllListeners();
    this.#client.removeSubscription(subscription);
  }

  /**
   * The SDK asks for a token at first, when one expires, and when one was refused: a token that was
   * shown before is of no use then, whatever this machine's clock says.
   *
   * @param {any} Centrifuge
   * @returns {Promise<string>}
   */
  async #token(Centrifuge) {
    const stored = this.#session.accessToken;
    try {
      this.#shown =
        stored !== null && stored !== this.#shown ? stored : await this.#session.renewed(stored);
      return this.#shown;
    } catch (problem) {
      if (problem instanceof Problem && problem.temporary) throw problem;
      throw new Centrifuge.UnauthorizedError("signed out");
    }
  }

  /** Whether the session that ended has given way to a new one: proved anew, or signed in again. */
  #wasReplaced() {
    const stored = this.#session.accessToken;
    return this.#shown !== null && stored !== null && stored !== this.#shown;
  }

  /** @param {ConnectionStatus} status */
  #become(status) {
    if (status === this.status) return;
    // While it keeps trying, "connecting" between two failures would only flicker.
    if (status === "connecting" && this.status === "offline") return;
    this.status = status;
    for (const listener of this.#listeners) listener(status);
  }

  /** @param {number} code why the SDK does not come back by itself */
  #over(code) {
    this.#become("closed");
    if (code === sessionEnded && this.#wasReplaced()) {
      this.#client.setToken("");
      this.#client.connect();
    } else if (code === sessionEnded || code === suspended) {
      this.#session.end();
      this.#session.onEnded(code);
    } else if (code === invalidToken && !this.#renewedOnce) {
      // The key may have changed while the token was stored: one more try, with a new one.
      this.#renewedOnce = true;
      this.#client.setToken("");
      this.#client.connect();
    }
  }
}
