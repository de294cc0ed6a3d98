// Says to screen readers what is new: whole replies and feedback, not every piece of a reply.

import { element } from "../element.js";

/** @typedef {import("../room-reducer.js").RoomState} RoomState */

export class Announcer {
  node = element("div", { class: "unseen", "aria-live": "polite" });
  /** @type {Set<string> | null} what was told, or was there before one listened */
  #told = null;
  #language;
  #name;

  /**
   * @param {import("../language.js").Language} language
   * @param {string} name of the persona
   */
  constructor(language, name) {
    this.#language = language;
    this.#name = name;
  }

  /** @param {RoomState} state */
  tell(state) {
    const news = this.#news(state);
    if (this.#told === null) {
      this.#told = new Set(news.keys());
      return;
    }
    const told = this.#told;
    const texts = [...news].filter(([key]) => !told.has(key)).map(([, text]) => text);
    if (texts.length === 0) return;
    for (const key of news.keys()) told.add(key);
    this.node.replaceChildren(...texts.map((text) => element("p", {}, text)));
  }

  /**
   * @param {RoomState} state
   * @returns {Map<string, string>}
   */
  #news(state) {
    const { say } = this.#language;
    const news = new Map();
    const said = (/** @type {string} */ text) => say("announce.reply", { name: this.#name, text });
    for (const [id, feedback] of Object.entries(state.feedback)) {
      const status = say(`feedback.${feedback.status}`);
      news.set(`feedback ${id}`, say("announce.feedback", { status }));
    }
    for (const message of Object.values(state.messages)) {
      if (message.author === "persona") news.set(`message ${message.id}`, said(message.text));
    }
    for (const reply of Object.values(state.replies)) {
      if (reply.completed) news.set(`reply ${reply.id}`, said(reply.text));
    }
    return news;
  }
}
