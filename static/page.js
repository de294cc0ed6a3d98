// The page as a whole: which view is shown, in which language, and who is signed in.

import { Api } from "./api.js";
import { fill } from "./element.js";
import { languageOf } from "./language.js";
import { forgetUnsent } from "./outbox.js";
import { hashOf, readRoute } from "./routes.js";
import { notify } from "./views/notices.js";
import { roomView } from "./views/room.js";
import { startView } from "./views/start.js";
import { welcomeView } from "./views/welcome.js";

/** @typedef {{node: HTMLElement, focus?: () => void, close?: () => void}} View */

const languageAt = "dorandoran.language";

export class Page {
  /** @type {View | null} */
  #view = null;
  /** @type {import("./realtime.js").Realtime | null} */
  #realtime = null;
  #parts;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.root
   * @param {HTMLElement} parts.notices
   * @param {Location} parts.location
   * @param {import("./storage.js").Store} parts.storage
   * @param {string} parts.language code to begin with
   * @param {import("./session.js").Session} parts.session
   * @param {import("./http.js").Http} parts.http
   * @param {() => import("./realtime.js").Realtime} parts.newRealtime
   */
  constructor(parts) {
    this.#parts = parts;
    this.session = parts.session;
    this.storage = parts.storage;
    this.api = new Api(parts.http, parts.session);
    this.language = languageOf(parts.language);
    this.session.onEnded = (code) => this.signedOut(code);
  }

  /** The socket of this sign-in; connected when it is first asked for. */
  get realtime() {
    if (this.#realtime === null) {
      this.#realtime = this.#parts.newRealtime();
      this.#realtime.connect();
    }
    return this.#realtime;
  }

  /** Show what the address says. */
  show() {
    this.#view?.close?.();
    this.#view = this.#viewAt(readRoute(this.#parts.location.hash));
    document.documentElement.lang = this.language.code;
    fill(this.#parts.root, this.#view.node);
    this.#view.focus?.();
  }

  /** @param {import("./routes.js").Route} route */
  go(route) {
    const hash = hashOf(route);
    // Setting the address shows the view through the browser's own event.
    if (this.#parts.location.hash === hash) this.show();
    else this.#parts.location.hash = hash;
  }

  /** @param {string} code */
  changeLanguage(code) {
    this.storage.setItem(languageAt, code);
    this.language = languageOf(code);
    this.show();
  }

  /** @param {string} text */
  notify(text) {
    notify(this.#parts.notices, text);
  }

  /** Log out here and on the server. */
  async logOut() {
    await this.api.logOut();
    forgetUnsent(this.storage);
    this.#closeSocket();
    this.go({ name: "start" });
  }

  /**
   * The session is over without the learner's doing here: ended elsewhere, or in another tab.
   *
   * @param {number} [code] why
   */
  signedOut(code) {
    this.#closeSocket();
    this.show();
    const key = `ended.${code}`;
    if (this.language.has(key)) {
      this.notify(this.language.say(/** @type {import("./language.js").TextKey} */ (key)));
    }
  }

  #closeSocket() {
    this.#realtime?.close();
    this.#realtime = null;
  }

  /**
   * @param {import("./routes.js").Route} route
   * @returns {View}
   */
  #viewAt(route) {
    if (this.session.user === null) return welcomeView(this);
    if (route.name === "room") return roomView(this, route.id);
    return startView(this);
  }
}

/**
 * @param {import("./storage.js").Store} storage
 * @returns {string | null} the language that was chosen on this page before
 */
export function chosenLanguage(storage) {
  return storage.getItem(languageAt);
}
