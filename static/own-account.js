// What one can do with one's own account, by name, over HTTP.

/** @typedef {import("./wire.js").User} User */
/** @typedef {import("./coming-in.js").Credentials} Credentials */

export class OwnAccount {
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

  /** @returns {Promise<User>} as the server knows them now */
  async user() {
    const user = await this.#caller.call("GET", "/api/v1/me");
    this.#session.update(user);
    return user;
  }

  /**
   * A guest becomes a full account and keeps everything.
   *
   * @param {Credentials} credentials
   */
  async keep(credentials) {
    this.#session.update(await this.#caller.call("POST", "/api/v1/me/credentials", credentials));
  }

  async sendVerification() {
    await this.#caller.call("POST", "/api/v1/email/verification");
  }

  /** @param {string} token from the mailed link */
  async verified(token) {
    await this.#caller.call("POST", "/api/v1/email/verified", { token });
  }

  /** @param {string} token from the mailed link */
  async emailConfirmed(token) {
    await this.#caller.call("POST", "/api/v1/email/changed", { token });
  }

  /** @param {string} email */
  async changeEmail(email) {
    await this.#caller.call("POST", "/api/v1/me/email", { email });
  }

  /**
   * @param {{current_password?: string, new_password: string}} passwords
   * @param {boolean} endOthers whether all other sessions end
   */
  async changePassword(passwords, endOthers) {
    const body = { ...passwords, end_other_sessions: endOthers };
    await this.#caller.call("POST", "/api/v1/me/password", body);
  }

  /** @returns {Promise<import("./wire.js").Factors>} what one can prove oneself with */
  factors() {
    return this.#caller.signed({ method: "GET", path: "/api/v1/me/factors" });
  }

  /**
   * Show that it is oneself; the session goes on with new tokens.
   *
   * @param {{password: string} | {ticket: string, credential: object}} proof
   * @returns {Promise<import("./coming-in.js").HalfSigned | null>} null: that was enough
   */
  prove(proof) {
    return this.#proved("/api/v1/me/proof", proof);
  }

  /** @param {string} ticket that one came back from a provider with */
  proveEntered(ticket) {
    return this.#proved("/api/v1/me/proof/entered", { ticket });
  }

  /** @returns {Promise<import("./wire.js").Challenge>} for a passkey that proves who one is */
  proofChallenge() {
    return this.#caller.signed({ method: "POST", path: "/api/v1/me/proof/options" });
  }

  /** @returns {Promise<import("./wire.js").SessionShown[]>} */
  async sessions() {
    return (await this.#caller.call("GET", "/api/v1/sessions")).sessions;
  }

  /** @param {string} id */
  async endSession(id) {
    await this.#caller.call("DELETE", `/api/v1/sessions/${id}`);
  }

  async endOtherSessions() {
    await this.#caller.call("DELETE", "/api/v1/sessions/others");
  }

  async endAllSessions() {
    await this.#caller.call("DELETE", "/api/v1/sessions");
    this.#session.end();
  }

  /** @returns {Promise<{secret: string, otpauth_uri: string}>} of a new two-step verification */
  beginTotp() {
    return this.#caller.call("POST", "/api/v1/me/totp");
  }

  /**
   * @param {string} code
   * @param {boolean} endOthers whether all other sessions end
   * @returns {Promise<string[]>} the recovery codes
   */
  async confirmTotp(code, endOthers) {
    const body = { code, end_other_sessions: endOthers };
    return (await this.#caller.call("POST", "/api/v1/me/totp/confirmed", body)).recovery_codes;
  }

  /** @param {boolean} endOthers whether all other sessions end */
  async removeTotp(endOthers) {
    await this.#caller.call("DELETE", `/api/v1/me/totp${kept(endOthers)}`);
  }

  /** @returns {Promise<string[]>} in place of those there were */
  async newRecoveryCodes() {
    return (await this.#caller.call("POST", "/api/v1/me/recovery-codes", {})).recovery_codes;
  }

  /** @returns {Promise<import("./wire.js").Challenge>} */
  passkeyChallenge() {
    return this.#caller.call("POST", "/api/v1/me/passkeys/options");
  }

  /**
   * @param {string} ticket
   * @param {string} name
   * @param {object} credential
   * @param {boolean} endOthers whether all other sessions end
   */
  async addPasskey(ticket, name, credential, endOthers) {
    const body = { ticket, name, credential, end_other_sessions: endOthers };
    await this.#caller.call("POST", "/api/v1/me/passkeys", body);
  }

  /**
   * @param {string} id
   * @param {string} name
   */
  async renamePasskey(id, name) {
    await this.#caller.call("PATCH", `/api/v1/me/passkeys/${id}`, { name });
  }

  /**
   * @param {string} id
   * @param {boolean} endOthers whether all other sessions end
   */
  async removePasskey(id, endOthers) {
    await this.#caller.call("DELETE", `/api/v1/me/passkeys/${id}${kept(endOthers)}`);
  }

  /** @returns {Promise<import("./wire.js").IdentityShown[]>} */
  async identities() {
    return (await this.#caller.call("GET", "/api/v1/me/identities")).identities;
  }

  /**
   * @param {string} provider
   * @param {"link" | "prove"} purpose
   * @returns {Promise<string>} the provider's page, to go to
   */
  async atProvider(provider, purpose) {
    const path = `/api/v1/oauth/${encodeURIComponent(provider)}`;
    const request = { method: "POST", path, body: { purpose } };
    const answer = purpose === "link" ? this.#caller.call("POST", path, { purpose }) : null;
    return (await (answer ?? this.#caller.signed(request))).authorization_url;
  }

  /** @param {string} ticket that one came back from a provider with */
  async link(ticket) {
    await this.#caller.call("POST", "/api/v1/me/identities", { ticket });
  }

  /** @param {string} provider */
  async unlink(provider) {
    await this.#caller.call("DELETE", `/api/v1/me/identities/${encodeURIComponent(provider)}`);
  }

  /** @returns {Promise<Blob>} a zip with everything */
  exported() {
    return this.#caller.file("POST", "/api/v1/me/export");
  }

  async remove() {
    await this.#caller.call("DELETE", "/api/v1/me");
    this.#session.end();
  }

  /**
   * @param {string} path
   * @param {object} body
   */
  async #proved(path, body) {
    const answer = await this.#caller.signed({ method: "POST", path, body });
    if (answer === null || !("access_token" in answer)) return answer;
    this.#session.begin(answer);
    return null;
  }
}

/**
 * @param {boolean} endOthers
 * @returns {string} the query of a removal
 */
function kept(endOthers) {
  return endOthers ? "" : "?keep_others=1";
}
