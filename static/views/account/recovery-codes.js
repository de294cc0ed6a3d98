// Recovery codes, shown once: to be copied, kept as a file, or written down.

import { button, element } from "../../element.js";
import { saveFile } from "../save-file.js";

/**
 * @param {import("../../page.js").Page} page
 * @param {readonly string[]} codes
 * @param {() => void} onKept
 * @returns {HTMLElement}
 */
export function recoveryCodes(page, codes, onKept) {
  const { say } = page.language;
  const text = `${codes.join("\n")}\n`;
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    page.notify(say("recovery.copied"));
  };
  const save = () =>
    saveFile(new Blob([text], { type: "text/plain" }), "dorandoran-recovery-codes.txt");
  return element(
    "div",
    { class: "recovery" },
    element("p", {}, say("recovery.lead")),
    element(
      "ul",
      { class: "recovery__codes", translate: "no" },
      ...codes.map((each) => element("li", {}, each)),
    ),
    element(
      "div",
      { class: "dialog__actions" },
      // Only over TLS or on this machine do browsers hand out the clipboard.
      navigator.clipboard && button({ class: "button" }, () => void copy(), say("recovery.copy")),
      button({ class: "button" }, save, say("recovery.save")),
      button({ class: "button button--main" }, onKept, say("recovery.kept")),
    ),
  );
}
