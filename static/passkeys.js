// Passkeys of this browser (WebAuthn level 3): made and shown, with JSON in and out (5.1.8, 5.1.9).

import { fromBase64url, toBase64url } from "./base64url.js";
import { Problem } from "./problem.js";

/** @typedef {{credentials: CredentialsContainer | undefined, kinds: any}} Browser `kinds`: what the
 *   browser calls `PublicKeyCredential` */

export class Passkeys {
  #credentials;
  #kinds;

  /** @param {Browser} browser */
  constructor({ credentials, kinds }) {
    this.#credentials = credentials;
    this.#kinds = kinds;
  }

  /** Whether this browser, over this connection, has them. */
  get offered() {
    return this.#credentials !== undefined && this.#kinds !== undefined;
  }

  /** @returns {Promise<boolean>} whether they can be offered in the field of the e-mail address */
  async offeredInField() {
    if (!this.offered) return false;
    return (await this.#kinds.isConditionalMediationAvailable?.()) ?? false;
  }

  /**
   * Make one.
   *
   * @param {any} options as JSON
   * @returns {Promise<object>} the credential as JSON
   * @throws {Problem} kind `passkey-not-made`, `passkey-there-already`
   */
  async made(options) {
    const publicKey = {
      ...options,
      challenge: fromBase64url(options.challenge),
      user: { ...options.user, id: fromBase64url(options.user.id) },
      excludeCredentials: (options.excludeCredentials ?? []).map(described),
    };
    const made = await this.#asked("passkey-not-made", (credentials) =>
      credentials.create({ publicKey }),
    );
    const { response } = made;
    return {
      ...identified(made),
      response: {
        clientDataJSON: toBase64url(response.clientDataJSON),
        attestationObject: toBase64url(response.attestationObject),
        transports: response.getTransports?.() ?? [],
      },
    };
  }

  /**
   * Show one.
   *
   * @param {any} options as JSON
   * @param {{inField?: boolean, signal?: AbortSignal}} [how] `inField`: wait for a choice there
   * @returns {Promise<object>} the credential as JSON
   * @throws {Problem} kind `passkey-not-shown`
   */
  async shown(options, { inField = false, signal } = {}) {
    const publicKey = {
      ...options,
      challenge: fromBase64url(options.challenge),
      allowCredentials: (options.allowCredentials ?? []).map(described),
    };
    const mediation = inField ? "conditional" : "optional";
    const shown = await this.#asked("passkey-not-shown", (credentials) =>
      credentials.get({ publicKey, mediation, signal }),
    );
    const { response } = shown;
    return {
      ...identified(shown),
      response: {
        clientDataJSON: toBase64url(response.clientDataJSON),
        authenticatorData: toBase64url(response.authenticatorData),
        signature: toBase64url(response.signature),
        userHandle: response.userHandle ? toBase64url(response.userHandle) : null,
      },
    };
  }

  /**
   * @param {string} kind of the problem where nothing came of it
   * @param {(credentials: CredentialsContainer) => Promise<any>} ask
   * @returns {Promise<any>}
   */
  async #asked(kind, ask) {
    try {
      const credential = await ask(/** @type {CredentialsContainer} */ (this.#credentials));
      if (credential !== null) return credential;
    } catch (cause) {
      const { name, message } = /** @type {Error} */ (cause);
      const known = name === "InvalidStateError" ? "passkey-there-already" : kind;
      throw new Problem({ code: 1, detail: message, temporary: false, kind: known });
    }
    throw new Problem({ code: 1, detail: "nothing was chosen", temporary: false, kind });
  }
}

/** @param {{id: string, [member: string]: any}} descriptor */
function described(descriptor) {
  return { ...descriptor, id: fromBase64url(descriptor.id) };
}

/** @param {any} credential */
function identified(credential) {
  return {
    id: credential.id,
    rawId: toBase64url(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}
