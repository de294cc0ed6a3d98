// The ways in that need no password: a passkey, and what the providers know.

import { element, fill } from "../element.js";
import { Problem } from "../problem.js";
import { problemText } from "../problem-text.js";
import { workButton } from "./dialog.js";

/** @typedef {import("../page.js").Page} Page */

/** No password was shown, so that none was wrong. */
const refused = /** @type {const} */ ({
  unauthenticated: "problem.credential-refused",
  forbidden: "problem.account-not-active",
});

/**
 * @param {Page} page
 * @param {object} choice
 * @param {boolean} choice.passkey whether one that exists may be used
 * @param {() => void} choice.onAsk told before the browser asks for one
 * @param {import("./account-forms.js").OnEntered} choice.onEntered
 * @returns {HTMLElement} filled when it is known what there is
 */
export function otherWays(page, { passkey, onAsk, onEntered }) {
  const { say } = page.language;
  const node = element("div", { class: "ways", hidden: true });
  const fault = element("p", { class: "form__fault", role: "alert" });
  /** @param {unknown} problem */
  const failed = (problem) => fill(fault, problemText(page.language, problem, refused));

  async function usePasskey() {
    onAsk();
    const challenge = await page.api.comingIn.passkeyChallenge();
    const credential = await page.passkeys.shown(challenge.options);
    onEntered(await page.api.comingIn.withPasskey(challenge.ticket, credential));
  }

  async function load() {
    const ways = await page.waysIn();
    const buttons = ways.providers.map(({ id, name }) =>
      workButton(
        "button way",
        say("ways.provider", { name }),
        async () => page.leaveFor(await page.api.comingIn.atProvider(id)),
        failed,
      ),
    );
    if (passkey && ways.passkeys && page.passkeys.offered) {
      buttons.unshift(workButton("button way", say("ways.passkey"), usePasskey, failed));
    }
    if (buttons.length === 0) return;
    fill(node, element("p", { class: "ways__or" }, say("ways.or")), ...buttons, fault);
    node.hidden = false;
  }

  load().catch((problem) => {
    // Without them there is still the form.
    if (!(problem instanceof Problem)) throw problem;
    console.info("The other ways in could not be read now.", problem);
  });
  return node;
}

/**
 * Let the browser offer passkeys in the field of the e-mail address, until `signal` says stop.
 *
 * @param {Page} page
 * @param {AbortSignal} signal
 * @param {import("./account-forms.js").OnEntered} onEntered
 */
export async function offerInField(page, signal, onEntered) {
  let chosen = false;
  try {
    if (!(await page.waysIn()).passkeys || !(await page.passkeys.offeredInField())) return;
    if (signal.aborted) return;
    const { ticket, options } = await page.api.comingIn.passkeyChallenge();
    if (signal.aborted) return;
    const credential = await page.passkeys.shown(options, { inField: true, signal });
    chosen = true;
    onEntered(await page.api.comingIn.withPasskey(ticket, credential));
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    // Until one is chosen nobody asked for it, so that its end is no fault.
    if (chosen) page.notify(problemText(page.language, problem, refused));
  }
}
