// Requests in the name of whoever is signed in: a stale token is renewed, and a proof of who one is
// is asked for where the server wants one. Either way the request is sent again, once.

import { Problem } from "./problem.js";

/** How the server says that a token does not count; a wrong password has another name. */
const staleToken = new Set([
  "",
  "token-invalid",
  "token-expired",
  "session-ended",
  "account-not-active",
]);

/** @typedef {{method: string, path: string, body?: unknown, file?: boolean}} Call */

export class Caller {
  /** @type {Promise<boolean> | null} */
  #proof = null;
  #http;
  #session;

  /**
   * @param {import("./http.js").Http} http
   * @param {import("./session.js").Session} session
   */
  constructor(http, session) {
    this.#http = http;
    this.#session = session;
    /** @type {() => Promise<boolean>} asks the learner; false: they would not */
    this.askProof = async () => false;
  }

  /**
   * Send without a token.
   *
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>}
   * @throws {Problem}
   */
  open(path, body) {
    return this.#http({ method: "POST", path, body });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>}
   * @throws {Problem}
   */
  call(method, path, body) {
    return this.#proved({ method, path, body });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @returns {Promise<Blob>}
   * @throws {Problem}
   */
  file(method, path) {
    return this.#proved({ method, path, file: true });
  }

  /**
   * Send a proof, or something that must not ask for one.
   *
   * @param {Call} request
   * @returns {Promise<any>}
   */
  async signed(request) {
    const token = this.#session.accessToken;
    try {
      return await this.#http({ ...request, token });
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.code !== 401) throw problem;
      if (!staleToken.has(problem.kind)) throw problem;
      return this.#http({ ...request, token: await this.#session.renewed(token) });
    }
  }

  /** @param {Call} request */
  async #proved(request) {
    try {
      return await this.signed(request);
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.kind !== "proof-needed") throw problem;
      // However many requests wait for it, one proof is asked for.
      this.#proof ??= this.askProof().finally(() => {
        this.#proof = null;
      });
      if (!(await this.#proof)) throw problem;
      return this.signed(request);
    }
  }
}
