// The field one writes in. Enter sends, unless a syllable is still being composed.

import { button, element, fill, icon, set, uniqueId } from "../element.js";

const mostRows = 6;

export class Composer {
  #field;
  #send;
  #stop;
  #language;

  /**
   * @param {import("../language.js").Language} language
   * @param {string} name of the persona
   * @param {{send: (text: string) => void, stop: () => void}} actions
   */
  constructor(language, name, actions) {
    const { say } = language;
    const [id, hintId] = [uniqueId(), uniqueId()];
    this.#language = language;
    this.#field = element("textarea", {
      class: "composer__field",
      id,
      rows: 1,
      lang: "ko",
      placeholder: say("compose.placeholder"),
      enterkeyhint: "send",
      autocomplete: "off",
      "aria-describedby": hintId,
    });
    this.#send = element(
      "button",
      { class: "round round--main", type: "submit", "aria-label": say("compose.send") },
      icon("send"),
    );
    this.#stop = button(
      { class: "round round--stop", "aria-label": say("compose.stop"), title: say("compose.stop") },
      actions.stop,
      icon("stop"),
    );
    this.#stop.hidden = true;
    this.form = element(
      "form",
      { class: "composer__form" },
      element("label", { class: "unseen", for: id }, say("compose.label", { name })),
      this.#field,
      this.#stop,
      this.#send,
    );
    this.node = element(
      "footer",
      { class: "composer" },
      this.form,
      element("p", { class: "composer__hint", id: hintId }, say("compose.keys")),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(actions.send);
    });
    this.#field.addEventListener("input", () => this.#fit());
    this.#field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
      event.preventDefault();
      this.#submit(actions.send);
    });
    this.#fit();
  }

  /** @param {{open: boolean, replying: boolean, stopping: boolean}} room */
  show({ open, replying, stopping }) {
    this.#stop.hidden = !replying;
    this.#stop.disabled = stopping;
    if (!open && this.form.isConnected) {
      const { say } = this.#language;
      const home = element("a", { class: "button button--main", href: "#/" }, say("room.home"));
      fill(this.node, element("p", { class: "quiet" }, say("room.closed")), home);
    }
  }

  /** @param {string} text to go on with; what is being written stays */
  put(text) {
    this.#field.value = [text, this.#field.value].filter(Boolean).join("\n");
    this.#fit();
    this.#field.focus();
  }

  /** Only where there is a keyboard: on a phone it would cover half of the conversation. */
  focus() {
    if (window.matchMedia("(pointer: fine)").matches) this.#field.focus({ preventScroll: true });
  }

  /** @param {(text: string) => void} send */
  #submit(send) {
    const text = this.#field.value.trim().normalize("NFC");
    if (text === "") return;
    this.#field.value = "";
    this.#fit();
    send(text);
  }

  /** As high as what is written, up to a few lines. */
  #fit() {
    const field = this.#field;
    set(field, { rows: 1 });
    for (let rows = 2; rows <= mostRows && field.scrollHeight > field.clientHeight; rows += 1) {
      set(field, { rows });
    }
    this.#send.disabled = field.value.trim() === "";
  }
}

/**
 * Whether this key press belongs to an input method: Safari reports the press that ends a
 * composition only by its old key code.
 *
 * @param {KeyboardEvent} event
 * @returns {boolean}
 */
function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}
