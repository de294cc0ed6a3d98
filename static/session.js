// Who is signed in here: the tokens, kept for all tabs, and their renewal, one at a time.
//
// A refresh token is good once, and showing one whose successor is already in use ends the session.
// So the tokens are never kept in a tab's memory: before renewing, the lock that all tabs share is
// taken and the stored ones are looked at again.

import { Problem } from "./problem.js";
import { newKey } from "./sealing.js";
import { forgetUnsent } from "./unsent-store.js";

/** @typedef {import("./wire.js").Signed} Signed */
/** @typedef {import("./wire.js").User} User */
/** What is kept of who is signed in; the name is known until the page is loaded anew.
 * @typedef {{id: string, guest: boolean, level: string, nickname: string | null}} Learner */
/** What is kept: tokens, what the page needs at once, and the key of what else is kept.
 * @typedef {{access_token: string, refresh_token: string, key: string,
 *   user: {id: string, guest: boolean, level: string}}} Stored */
/** @typedef {<Result>(work: () => Promise<Result>) => Promise<Result>} Lock across all tabs */

export const storedAt = "dorandoran.session";

export class Session {
  /** @type {Promise<string> | null} */
  #renewal = null;
  /** @type {User | null} never kept: the address and the name are nobody else's business */
  #user = null;
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

  /** @returns {Learner | null} */
  get user() {
    const user = this.#stored()?.user ?? null;
    // Another tab may have signed out, and somebody else in.
    if (user?.id !== this.#user?.id) this.#user = null;
    return user && { ...user, nickname: this.#user?.nickname ?? null };
  }

  /** @returns {string | null} what is kept for this session alone is sealed under it */
  get key() {
    return this.#stored()?.key ?? null;
  }

  /** @returns {string | null} */
  get accessToken() {
    return this.#stored()?.access_token ?? null;
  }

  /** @param {Signed} signed anew, or with new tokens; what another user left here is forgotten */
  begin({ access_token, refresh_token, user }) {
    const before = this.#stored();
    const goesOn = before !== null && before.user.id === user.id;
    if (!goesOn) forgetUnsent(this.#storage);
    this.#keep({
      access_token,
      refresh_token,
      key: (goesOn && before.key) || newKey(crypto),
      user,
    });
  }

  /** @param {User} user as it is now */
  update(user) {
    const stored = this.#stored();
    if (stored) this.#keep({ ...stored, user });
  }

  /** Forget the tokens, who it was, and what was kept for this session. */
  end() {
    this.#user = null;
    this.#storage.removeItem(storedAt);
    forgetUnsent(this.#storage);
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

  /** @param {Omit<Stored, "user"> & {user: User}} session */
  #keep({ user, ...rest }) {
    this.#user = user;
    const { id, guest, level } = user;
    this.#storage.setItem(storedAt, JSON.stringify({ ...rest, user: { id, guest, level } }));
  }

  /** @returns {Stored | null} */
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
