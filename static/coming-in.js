// The ways to be signed in, by name, over HTTP; each ends with a session, or with what is missing.

import { Problem } from "./problem.js";

/** @typedef {import("./wire.js").Signed} Signed */
/** @typedef {{nickname: string, birth_year: number, language: string}} Newcomer */
/** @typedef {{email: string, password: string}} Credentials */
/** @typedef {{second_factor: string, factors: string[], passkey: any}} HalfSigned the ticket of a
 *   log-in that lacks its second factor, what counts as one, and what a passkey is asked with */
/** @typedef {{registration: string, nickname: string | null, email: string | null,
 *   email_verified: boolean}} Unregistered a provider knows them, and no account does yet */
/** @typedef {{restore: string}} Leaving the ticket of an account that is about to be deleted */
/** @typedef {HalfSigned | Unregistered | Leaving | null} Entered null: signed in */

export class ComingIn {
  #caller;
  #session;

  /**
   * @param {import("./caller.js").Caller} caller
   * @param {import("./session.js").Session} session
   */
  constructor(caller, session) {
    this.#caller = caller;
    this.#session = session;
  }

  /** @returns {Promise<import("./wire.js").WaysIn>} */
  ways() {
    return this.#caller.signed({ method: "GET", path: "/api/v1/ways-in" });
  }

  /** @param {Newcomer} newcomer */
  asGuest(newcomer) {
    return this.#enter("/api/v1/guests", newcomer);
  }

  /** @param {Newcomer & Credentials} newcomer */
  register(newcomer) {
    return this.#enter("/api/v1/accounts", newcomer);
  }

  /**
   * @param {Credentials} credentials
   * @returns {Promise<Entered>}
   */
  logIn(credentials) {
    return this.#enter("/api/v1/sessions", credentials);
  }

  /**
   * @param {string} ticket
   * @param {{code: string} | {recovery_code: string} | {credential: object}} factor
   */
  secondFactor(ticket, factor) {
    return this.#enter("/api/v1/sessions/second-factor", { ticket, ...factor });
  }

  /** @returns {Promise<import("./wire.js").Challenge>} for a passkey that one has */
  passkeyChallenge() {
    return this.#caller.open("/api/v1/sessions/passkey/options");
  }

  /**
   * @param {string} ticket
   * @param {object} credential
   */
  withPasskey(ticket, credential) {
    return this.#enter("/api/v1/sessions/passkey", { ticket, credential });
  }

  /**
   * @param {Newcomer & {email: string}} newcomer
   * @returns {Promise<import("./wire.js").Challenge>} for a passkey that is to be made
   */
  passkeyForAccount(newcomer) {
    return this.#caller.open("/api/v1/accounts/passkey/options", newcomer);
  }

  /**
   * @param {string} ticket
   * @param {object} credential
   */
  registerWithPasskey(ticket, credential) {
    return this.#enter("/api/v1/accounts/passkey", { ticket, credential });
  }

  /**
   * @param {string} provider
   * @returns {Promise<string>} the provider's page, to go to
   */
  async atProvider(provider) {
    const path = `/api/v1/oauth/${encodeURIComponent(provider)}`;
    return (await this.#caller.open(path, { purpose: "sign_in" })).authorization_url;
  }

  /**
   * Back from a provider.
   *
   * @param {string} ticket
   * @returns {Promise<Entered>}
   */
  entered(ticket) {
    return this.#enter("/api/v1/sessions/entered", { ticket });
  }

  /**
   * @param {string} ticket
   * @param {Newcomer & {email?: string}} newcomer
   */
  registerEntered(ticket, newcomer) {
    return this.#enter("/api/v1/accounts/entered", { ticket, ...newcomer });
  }

  /** @param {string} email */
  async forgotPassword(email) {
    await this.#caller.open("/api/v1/password/reset", { email });
  }

  /**
   * @param {string} token from the mailed link
   * @param {string} password
   */
  async newPassword(token, password) {
    await this.#caller.open("/api/v1/password/new", { token, password });
  }

  /** @param {string} ticket of an account that is about to be deleted; one signs in anew then */
  async restored(ticket) {
    await this.#caller.open("/api/v1/account/restored", { ticket });
  }

  /**
   * @param {string} path
   * @param {unknown} body
   * @returns {Promise<Entered>}
   */
  async #enter(path, body) {
    try {
      const answer = await this.#caller.open(path, body);
      if (!("access_token" in answer)) return answer;
      this.#session.begin(answer);
      return null;
    } catch (problem) {
      if (problem instanceof Problem && problem.kind === "account-deleted") {
        return { restore: problem.details.ticket };
      }
      throw problem;
    }
  }
}
