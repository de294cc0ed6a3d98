// The top of a conversation: whom it is with, how close, whether it is connected, and its menu.

import { button, element, fill, icon } from "../element.js";
import { avatar } from "./avatar.js";
import { askCloseness, dots } from "./closeness-choice.js";
import { openRoomMenu } from "./room-menu.js";
import { styleName } from "./style-name.js";

/** @typedef {import("../room-reducer.js").Progress} Progress */
/** @typedef {{move: (level: number) => Promise<void>, leave: () => Promise<void>}} Actions */

export class RoomHeader {
  #closeness = 0;
  /** @type {Progress | null} */
  #progress = null;
  #page;
  #persona;
  #tutor;
  #actions;
  #state = element("p", { class: "connection", role: "status" });
  #banner = element("div", { class: "banner", hidden: true });
  #level;

  /**
   * @param {import("../page.js").Page} page
   * @param {import("../wire.js").Persona} persona
   * @param {string} tutor `offline`, or the model's name
   * @param {Actions} actions
   */
  constructor(page, persona, tutor, actions) {
    const { say } = page.language;
    this.#page = page;
    this.#persona = persona;
    this.#tutor = tutor;
    this.#actions = actions;
    this.#level = button({ class: "closeness" }, () => this.#askCloseness());
    this.node = element(
      "header",
      { class: "room__header" },
      element(
        "div",
        { class: "room__bar" },
        element("a", { class: "round", href: "#/", "aria-label": say("app.back") }, icon("back")),
        avatar(persona, "small"),
        element(
          "div",
          { class: "room__who" },
          element("h1", { class: "room__name", lang: "ko" }, persona.name),
          element(
            "div",
            { class: "room__state" },
            this.#state,
            tutor === "offline" &&
              element("span", { class: "room__tutor" }, say("room.tutor.offline")),
          ),
        ),
        this.#level,
        button(
          { class: "round", "aria-label": say("room.menu") },
          () => this.#openMenu(),
          icon("menu"),
        ),
      ),
      this.#banner,
    );
  }

  /** @param {import("../realtime.js").ConnectionStatus} status */
  showStatus(status) {
    const { say } = this.#page.language;
    this.#state.dataset.status = status;
    fill(this.#state, say(`connection.${status}`));
    this.#banner.hidden = status === "connected" || status === "connecting";
    if (this.#banner.hidden) return;
    const again = button(
      { class: "link" },
      () => this.#page.realtime.connect(),
      say("connection.reconnect"),
    );
    fill(this.#banner, element("p", {}, say("connection.hint")), status === "closed" && again);
  }

  /**
   * @param {number} closeness
   * @param {Progress | null} progress
   */
  showRoom(closeness, progress) {
    this.#progress = progress;
    if (closeness === this.#closeness) return;
    this.#closeness = closeness;
    const { language } = this.#page;
    const { target = "", label_ko = "" } = this.#current ?? {};
    const level = language.say("closeness.level", { level: closeness });
    const label = [level, label_ko, styleName(language, target)].join(", ");
    this.#level.setAttribute("aria-label", label);
    fill(
      this.#level,
      dots(closeness),
      element("span", { class: "closeness__label", lang: "ko" }, label_ko),
    );
  }

  get #current() {
    return this.#persona.closenesses.find(({ level }) => level === this.#closeness);
  }

  #askCloseness() {
    askCloseness(this.#page, this.#persona, {
      title: "closeness.moveTitle",
      submit: "closeness.move",
      level: this.#closeness,
      onChosen: async (level) => {
        if (level !== this.#closeness) await this.#actions.move(level);
      },
    });
  }

  #openMenu() {
    openRoomMenu(this.#page, {
      persona: this.#persona,
      closeness: this.#current,
      tutor: this.#tutor,
      progress: this.#progress,
      askCloseness: () => this.#askCloseness(),
      leave: this.#actions.leave,
    });
  }
}
