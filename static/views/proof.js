// The question for a proof of who one is, before what a borrowed device must not be able to do.

import { element, fill } from "../element.js";
import { problemText } from "../problem-text.js";
import { password } from "./account-forms.js";
import { openDialog, workButton } from "./dialog.js";
import { form } from "./form.js";
import { focusOn, nextStep } from "./next-step.js";

/** @typedef {import("../page.js").Page} Page */

const wrong = /** @type {const} */ ({ 401: "proof.wrong", 403: "proof.wrong", 422: "proof.wrong" });

/**
 * @param {Page} page
 * @returns {Promise<boolean>} false: the learner closed it
 * @throws {import("../problem.js").Problem} where it could not be asked
 */
export async function askProof(page) {
  const { account } = page.api;
  const factors = await account.factors();
  const providers = factors.password || factors.passkeys.length > 0 ? [] : await proving(page);
  return new Promise((resolve) => {
    const { say } = page.language;
    let proved = false;
    const fault = element("p", { class: "form__fault", role: "alert" });
    const body = element("div", { class: "proof" });
    /** @param {unknown} problem */
    const failed = (problem) => fill(fault, problemText(page.language, problem, wrong));

    /** @param {import("../coming-in.js").Entered} answer */
    const entered = (answer) => {
      const step = nextStep(page, answer, { onEntered: entered, onCancel: () => dialog.close() });
      if (step === null) {
        proved = true;
        dialog.close();
      } else {
        fill(body, step);
        focusOn(step);
      }
    };

    const byPasskey = async () => {
      const { ticket, options } = await account.proofChallenge();
      entered(await account.prove({ ticket, credential: await page.passkeys.shown(options) }));
    };

    const byPassword = form(page, {
      fields: [password],
      submit: "proof.submit",
      texts: wrong,
      onSubmit: async (values) => entered(await account.prove({ password: values.password })),
    });

    fill(
      body,
      element("p", { class: "quiet" }, say("proof.lead")),
      factors.passkeys.length > 0 && page.passkeys.offered
        ? workButton("button way", say("proof.passkey"), byPasskey, failed)
        : null,
      factors.password ? byPassword : null,
      ...providers.map(({ id, name }) =>
        workButton(
          "button way",
          say("proof.provider", { name }),
          async () => page.leaveFor(await account.atProvider(id, "prove")),
          failed,
        ),
      ),
      fault,
    );
    const dialog = openDialog(page, say("proof.title"), body);
    dialog.addEventListener("close", () => resolve(proved));
    body.querySelector("input")?.focus();
  });
}

/**
 * The providers that can say that one signed in there just now: the last resort of one who has
 * neither a password nor a passkey.
 *
 * @param {Page} page
 */
async function proving(page) {
  const [ways, linked] = await Promise.all([page.waysIn(), page.api.account.identities()]);
  return ways.providers.filter(
    ({ id, proves }) => proves && linked.some(({ provider }) => provider === id),
  );
}
