// Seals what the page keeps of a learner's words, under a key that lives and falls with the session.

import { fromBase64url, toBase64url } from "./base64url.js";

const algorithm = "AES-GCM";
const nonceBytes = 12;
const keyBytes = 32;

/**
 * @param {Pick<Crypto, "getRandomValues">} crypto
 * @returns {string} a key for a new session
 */
export function newKey(crypto) {
  return toBase64url(crypto.getRandomValues(new Uint8Array(keyBytes)));
}

/** Without `crypto.subtle`, as on a page that is served without TLS, nothing is sealed or kept. */
export class Sealing {
  #crypto;
  #keyNow;

  /**
   * @param {Pick<Crypto, "getRandomValues"> & {subtle?: SubtleCrypto}} crypto
   * @param {() => string | null} keyNow the session's key; null where nobody is signed in
   */
  constructor(crypto, keyNow) {
    this.#crypto = crypto;
    this.#keyNow = keyNow;
  }

  /**
   * @param {string} place where it is kept; it opens nowhere else
   * @param {string} text
   * @returns {Promise<string | null>} null where it may not be kept, also when the session ended
   *   meanwhile
   */
  async seal(place, text) {
    const key = this.#keyNow();
    const { subtle } = this.#crypto;
    if (key === null || subtle === undefined) return null;
    const nonce = this.#crypto.getRandomValues(new Uint8Array(nonceBytes));
    const sealed = await subtle.encrypt(
      { name: algorithm, iv: nonce, additionalData: bytesOf(place) },
      await imported(subtle, key),
      bytesOf(text),
    );
    return key === this.#keyNow() ? `${toBase64url(nonce)}.${toBase64url(sealed)}` : null;
  }

  /**
   * @param {string} place
   * @param {string} sealed
   * @returns {Promise<string | null>} null where it is not of this session, or not of this place
   */
  async open(place, sealed) {
    const key = this.#keyNow();
    const { subtle } = this.#crypto;
    const [nonce, body] = sealed.split(".");
    if (key === null || subtle === undefined || body === undefined) return null;
    try {
      const text = await subtle.decrypt(
        { name: algorithm, iv: fromBase64url(nonce), additionalData: bytesOf(place) },
        await imported(subtle, key),
        fromBase64url(body),
      );
      return new TextDecoder().decode(text);
    } catch (refused) {
      console.info("What was kept here is not of this session.", refused);
      return null;
    }
  }
}

/** @param {string} text */
function bytesOf(text) {
  return new TextEncoder().encode(text);
}

/**
 * @param {SubtleCrypto} subtle
 * @param {string} key
 */
function imported(subtle, key) {
  return subtle.importKey("raw", fromBase64url(key), algorithm, false, ["encrypt", "decrypt"]);
}
