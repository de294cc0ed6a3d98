// Where messages that are not sent yet are kept over a reload: sealed, and only while signed in.

const everywhere = "dorandoran.outbox.";

/** @typedef {import("./storage.js").Store} Store */

/**
 * Forget what was not sent, in every room or in one.
 *
 * @param {Store} storage
 * @param {string} [roomId]
 */
export function forgetUnsent(storage, roomId) {
  for (const name of namesIn(storage, prefixOf(roomId))) storage.removeItem(name);
}

export class UnsentStore {
  /** @type {Set<string>} what is wanted, also while it is being sealed */
  #wanted = new Set();
  #storage;
  #sealing;
  #prefix;

  /**
   * @param {string} roomId
   * @param {Store} storage
   * @param {import("./sealing.js").Sealing} sealing
   */
  constructor(roomId, storage, sealing) {
    this.#storage = storage;
    this.#sealing = sealing;
    this.#prefix = prefixOf(roomId);
  }

  /** Whether anything is kept, which takes a moment to be read. */
  get isEmpty() {
    return namesIn(this.#storage, this.#prefix).length === 0;
  }

  /**
   * @param {string} id
   * @param {object} entry
   */
  async keep(id, entry) {
    const name = this.#prefix + id;
    this.#wanted.add(name);
    const sealed = await this.#sealing.seal(name, JSON.stringify(entry));
    if (sealed !== null && this.#wanted.has(name)) this.#storage.setItem(name, sealed);
  }

  /** @param {string} id */
  forget(id) {
    this.#wanted.delete(this.#prefix + id);
    this.#storage.removeItem(this.#prefix + id);
  }

  /** @returns {Promise<any[]>} what is kept; what this session cannot read is forgotten */
  async all() {
    const found = await Promise.all(
      namesIn(this.#storage, this.#prefix).map(async (name) => {
        const text = await this.#sealing.open(name, this.#storage.getItem(name) ?? "");
        if (text === null) this.#storage.removeItem(name);
        else this.#wanted.add(name);
        return text;
      }),
    );
    return found.filter((text) => text !== null).map((text) => JSON.parse(text));
  }
}

/** @param {string} [roomId] */
function prefixOf(roomId) {
  return roomId === undefined ? everywhere : `${everywhere}${roomId}.`;
}

/**
 * @param {Store} storage
 * @param {string} prefix
 * @returns {string[]}
 */
function namesIn(storage, prefix) {
  const names = Array.from({ length: storage.length }, (_, place) => storage.key(place) ?? "");
  return names.filter((name) => name.startsWith(prefix));
}
