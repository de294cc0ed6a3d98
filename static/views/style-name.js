// A speech style as it is shown: in the page's language, with its Korean name.

const korean = /** @type {Record<string, string>} */ ({
  hapsyo: "합쇼체",
  haeyo: "해요체",
  hae: "해체",
  haera: "해라체",
  hao: "하오체",
  hage: "하게체",
});

/**
 * @param {import("../language.js").Language} language
 * @param {string} style as on the wire; one that is not known is shown as it is
 * @returns {string}
 */
export function styleName(language, style) {
  const key = `style.${style}`;
  if (!language.has(key)) return style;
  const name = language.say(/** @type {import("../language.js").TextKey} */ (key));
  return korean[style] ? `${name} (${korean[style]})` : name;
}
