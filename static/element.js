// Elements made from values: attributes and text only, so that no content can become markup.

/** @typedef {Node | string | null | undefined | false} Child those that are none are left out */
/** @typedef {Record<string, string | number | boolean | null | undefined>} Attributes */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes true: without a value; false, null, undefined: left out
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  set(made, attributes);
  fill(made, ...children);
  return made;
}

/**
 * @param {Element} target
 * @param {Attributes} attributes
 */
export function set(target, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) target.removeAttribute(name);
    else target.setAttribute(name, value === true ? "" : String(value));
  }
}

/**
 * Put these children in place of those that are there.
 *
 * @param {Element} target
 * @param {...Child} children
 */
export function fill(target, ...children) {
  target.replaceChildren(...present(children));
}

/**
 * @param {readonly Child[]} children
 * @returns {(Node | string)[]}
 */
export function present(children) {
  /** @type {(Node | string)[]} */
  const there = [];
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) there.push(child);
  }
  return there;
}

/**
 * @param {Attributes} attributes
 * @param {() => void} onPress
 * @param {...Child} children
 * @returns {HTMLButtonElement}
 */
export function button(attributes, onPress, ...children) {
  const made = element("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("click", onPress);
  return made;
}

const drawings = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  down: "M12 5v14M6 13l6 6 6-6",
  menu: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M12 19V5M6 11l6-6 6 6",
  stop: "M8 8h8v8H8z",
  person: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
  check: "M5 12.5l4.5 4.5L19 7.5",
};

/**
 * @param {keyof typeof drawings} name
 * @returns {SVGElement} decoration: what it means is said by the text or label beside it
 */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  set(drawing, { class: `icon icon--${name}`, viewBox: "0 0 24 24", "aria-hidden": "true" });
  set(path, { d: drawings[name] });
  drawing.append(path);
  return drawing;
}

let ids = 0;

/** @returns {string} an id that no other element of the page has */
export function uniqueId() {
  ids += 1;
  return `part-${ids}`;
}
