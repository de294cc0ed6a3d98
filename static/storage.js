// Where the page keeps what must survive a reload, also in browsers that forbid it.

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">} Store */

/**
 * The browser's own storage, or, where it is forbidden, one that lasts as long as the page.
 *
 * @param {() => Storage} browserStorage reading it may itself be refused
 * @returns {Store}
 */
export function usableStorage(browserStorage) {
  try {
    const storage = browserStorage();
    storage.setItem("dorandoran.probe", "1");
    storage.removeItem("dorandoran.probe");
    return storage;
  } catch (refused) {
    console.warn("This browser keeps nothing; signing in lasts until the page is closed.", refused);
    return new MemoryStorage();
  }
}

/** The part of the browser's `Storage` that the page uses. */
export class MemoryStorage {
  /** @type {Map<string, string>} */
  #values = new Map();

  get length() {
    return this.#values.size;
  }

  /** @param {string} name */
  getItem(name) {
    return this.#values.get(name) ?? null;
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  setItem(name, value) {
    this.#values.set(name, String(value));
  }

  /** @param {string} name */
  removeItem(name) {
    this.#values.delete(name);
  }

  /** @param {number} place */
  key(place) {
    return [...this.#values.keys()][place] ?? null;
  }
}
