// The page as a whole: which view is shown, in which language, and who is signed in.

import { Api } from "./api.js";
import { fill } from "./element.js";
import { languageOf } from "./language.js";
import { hashOf, isSecret, readRoute } from "./routes.js";
import { Sealing } from "./sealing.js";
import { accountView } from "./views/account/account.js";
import { enteredView, notEnteredView } from "./views/entered.js";
import { mailedLinkView } from "./views/mailed-link.js";
import { notify } from "./views/notices.js";
import { askProof } from "./views/proof.js";
import { roomView } from "./views/room.js";
import { startView } from "./views/start.js";
import { welcomeView } from "./views/welcome.js";

/** @typedef {{node: HTMLElement, focus?: () => void, close?: () => void}} View */

const languageAt = "dorandoran.language";

export class Page {
  /** @type {View | null} */
  #view = null;
  /** @type {import("./routes.js").Route} */
  #route = { name: "start" };
  /** @type {"guest" | "logIn"} which way in is shown first */
  #way = "guest";
  /** @type {Promise<import("./wire.js").WaysIn> | null} */
  #waysIn = null;
  /** @type {import("./realtime.js").Realtime | null} */
  #realtime = null;
  #parts;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.root
   * @param {HTMLElement} parts.notices
   * @param {Location} parts.location
   * @param {History} parts.history
   * @param {import("./passkeys.js").Passkeys} parts.passkeys
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
    this.sealing = new Sealing(crypto, () => this.session.key);
    this.passkeys = parts.passkeys;
    this.api = new Api(parts.http, parts.session);
    this.api.caller.askProof = () => askProof(this);
    this.language = languageOf(parts.language);
    this.session.onEnded = (code) => this.signedOut(code);
  }

  /** The socket of this sign-in; connected when it is first asked for. */
  get realtime() {
    if (this.#realtime === null) {
      this.#realtime = this.#parts.newRealtime();
      this.#realtime.onNotice = (notice) => this.#noticed(notice);
      this.#realtime.connect();
    }
    return this.#realtime;
  }

  /** Go where the address says; a ticket in it is taken out before anything else can see it. */
  arrive() {
    const { location, history } = this.#parts;
    const route = readRoute(location.hash);
    if (isSecret(route)) history.replaceState(null, "", hashOf(route));
    this.#route = route;
    this.show();
  }

  /** Show where the page is. */
  show() {
    // What was asked in a dialog is answered with its end, also when the view goes.
    for (const dialog of this.#parts.root.querySelectorAll("dialog")) dialog.close();
    this.#view?.close?.();
    this.#view = this.#viewAt(this.#route);
    document.documentElement.lang = this.language.code;
    fill(this.#parts.root, this.#view.node);
    this.#view.focus?.();
  }

  /**
   * @param {import("./routes.js").Route} route
   * @param {{way?: "guest" | "logIn"}} [shown] the way in, for one who is not signed in
   */
  go(route, { way = "guest" } = {}) {
    this.#way = way;
    const hash = hashOf(route);
    // Setting the address shows the view through the browser's own event.
    if (this.#parts.location.hash === hash) this.arrive();
    else this.#parts.location.hash = hash;
  }

  /** Signed in: on to what was asked for. */
  enter() {
    this.#way = "guest";
    this.show();
  }

  /** @param {string} address of another site */
  leaveFor(address) {
    this.#parts.location.assign(address);
  }

  /** @returns {Promise<import("./wire.js").WaysIn>} asked for once */
  waysIn() {
    this.#waysIn ??= this.api.comingIn.ways().catch((problem) => {
      this.#waysIn = null;
      throw problem;
    });
    return this.#waysIn;
  }

  /** Ask the server who is signed in, where somebody is and it can be asked. */
  async refreshUser() {
    if (this.session.user === null) return;
    try {
      await this.api.account.user();
    } catch (problem) {
      // What was known before is shown until the next time.
      console.info("Who is signed in could not be read anew.", problem);
    }
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
    const heard = await this.api.logOut();
    this.leave();
    if (!heard) this.notify(this.language.say("start.logOut.unheard"));
  }

  /** Nobody is signed in any more, because they wanted so: leave nothing of theirs here. */
  leave() {
    this.session.end();
    this.#closeSocket();
    this.go({ name: "start" }, { way: "logIn" });
  }

  /**
   * The session is over without the learner's doing here: ended elsewhere, or in another tab.
   *
   * @param {number} [code] why
   */
  signedOut(code) {
    this.#closeSocket();
    this.#way = "logIn";
    this.show();
    const key = `ended.${code}`;
    if (this.language.has(key)) {
      this.notify(this.language.say(/** @type {import("./language.js").TextKey} */ (key)));
    }
  }

  /** @param {{type: string, [field: string]: any}} notice about the learner's own account */
  #noticed({ type, what = "", value = "" }) {
    if (type !== "account.changed") return;
    const { language } = this;
    const key = what === "status" ? `changed.status.${value}` : `changed.${what}`;
    if (language.has(key)) {
      this.notify(language.say(/** @type {import("./language.js").TextKey} */ (key)));
    }
    void this.refreshUser();
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
    if (route.name === "link") return mailedLinkView(this, route.kind, route.token);
    if (route.name === "entered") return enteredView(this, route);
    if (route.name === "notEntered") return notEnteredView(this, route.why);
    if (this.session.user === null) return welcomeView(this, this.#way);
    if (route.name === "account") return accountView(this);
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
