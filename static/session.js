// Who is signed in here: the tokens, kept for all tabs, and their renewal, one at a time.
//
// A refresh token is good once, and showing one whose successor is already in use ends the session.
// So the tokens are never kept in a tab's memory: before renewing, the lock that all tabs share is
// taken and the stored ones are looked at again.

import { Problem } from "./problem.js";

/** @typedef {import("./wire.js").Signed} Signed */
/** @typedef {import("./wire.js").User} User */
/** @typedef {<Result>(work: () => Promise<Result>) => Promise<Result>} Lock across all tabs */

export const storedAt = "dorandoran.session";

export class Session {
  /** @type {Promise<string> | null} */
  #renewal = null;
  #storage;
  #http;
  #lock;

  /**
   * @param {object} parts
   * @param {import("./storage.js").Store} parts.storage
   * @param {import("./http.js").Http} parts.http
   * @param {Lock} parts.lock
   */
  constructor({ storage, http, lock }) {
    this.#storage = storage;
    this.#http = http;
    this.#lock = lock;
    /** @type {(reason: number) => void} told when the session ended without the learner's doing */
    this.onEnded = () => {};
  }

  /** @returns {User | null} */
  get user() {
    return this.#stored()?.user ?? null;
  }

  /** @returns {string | null} */
  get accessToken() {
    return this.#stored()?.access_token ?? null;
  }

  /** @param {Signed} signed */
  begin(signed) {
    this.#storage.setItem(storedAt, JSON.stringify(signed));
  }

  /** @param {User} user as it is now */
  update(user) {
    const stored = this.#stored();
    if (stored) this.begin({ ...stored, user });
  }

  /** Forget the tokens. */
  end() {
    this.#storage.removeItem(storedAt);
  }

  /**
   * An access token other than the one that was refused. However many ask at once, in this tab and
   * in others, one renewal is made.
   *
   * @param {string | null} refused
   * @returns {Promise<string>}
   * @throws {Problem} 401 where the session is over, temporary where it could not be asked
   */
  renewed(refused) {
    this.#renewal ??= this.#lock(() => this.#renew(refused)).finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  /** @param {string | null} refused */
  async #renew(refused) {
    const stored = this.#stored();
    if (stored === null) throw signedOut();
    if (stored.access_token !== refused) return stored.access_token;
    try {
      const signed = await this.#http({
        method: "POST",
        path: "/api/v1/sessions/refresh",
        body: { refresh_token: stored.refresh_token },
      });
      this.begin(signed);
      return signed.access_token;
    } catch (problem) {
      if (problem instanceof Problem && !problem.temporary) {
        this.end();
        this.onEnded(problem.code);
        throw signedOut();
      }
      throw problem;
    }
  }

  /** @returns {Signed | null} */
  #stored() {
    const stored = this.#storage.getItem(storedAt);
    return stored === null ? null : JSON.parse(stored);
  }
}

function signedOut() {
  return new Problem({ code: 401, detail: "signed out", temporary: false });
}

/**
 * The lock for renewals. Where the browser has no Web Locks (only without TLS), one tab at a time
 * is not promised; the server then answers a token shown twice with the same successor.
 *
 * @param {LockManager | undefined} locks
 * @returns {Lock}
 */
export function lockOfAllTabs(locks) {
  if (locks === undefined) return (work) => work();
  return async (work) => await locks.request("dorandoran.renewal", work);
}
