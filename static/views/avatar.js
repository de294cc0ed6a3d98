// A persona's picture: the first syllable of the name on the persona's colour.

import { element } from "../element.js";

/**
 * @param {{key: string, name: string}} persona
 * @param {string} [size] `small`, or nothing
 * @returns {HTMLElement}
 */
export function avatar(persona, size) {
  const classes = ["avatar", `avatar--${persona.key}`, size ? `avatar--${size}` : ""];
  const initial = [...persona.name][0] ?? "";
  return element(
    "span",
    { class: classes.join(" ").trim(), lang: "ko", "aria-hidden": "true" },
    initial,
  );
}
