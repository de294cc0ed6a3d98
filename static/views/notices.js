// Short messages about the page itself, shown for a moment.

import { element } from "../element.js";

const shownFor = 6000;

/**
 * @param {HTMLElement} notices a live region
 * @param {string} text
 */
export function notify(notices, text) {
  const notice = element("p", { class: "notice" }, text);
  notices.append(notice);
  setTimeout(() => notice.remove(), shownFor);
}
