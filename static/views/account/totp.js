// Two-step verification by one-time codes: set up, recovery codes renewed, turned off.

import { element, fill } from "../../element.js";
import { problemText } from "../../problem-text.js";
import { code } from "../account-forms.js";
import { keepOpen, openDialog } from "../dialog.js";
import { form } from "../form.js";
import { act, confirmFirst, endOthersChoice, line, panel } from "./panel.js";
import { qrCode } from "./qr-code.js";
import { recoveryCodes } from "./recovery-codes.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("./account.js").Known} Known */

/**
 * @param {Page} page
 * @param {Known} known
 */
export function totpPanel(page, known) {
  const { say } = page.language;
  const { totp_since: since, recovery_codes_left: left } = known.factors;
  if (since === null) {
    return panel(
      say("totp.title"),
      line({
        name: say("totp.off"),
        note: say("totp.why"),
        actions: [act(page, say("totp.setUp"), () => setUp(page, known))],
      }),
    );
  }
  return panel(
    say("totp.title"),
    line({
      name: say("totp.on"),
      note: say("totp.since", { day: page.language.day(since) }),
      actions: [act(page, say("totp.remove"), async () => askRemove(page, known))],
    }),
    line({
      name: say("recovery.title"),
      note: say("recovery.left", { count: left }),
      actions: [act(page, say("recovery.renew"), () => renew(page, known))],
    }),
  );
}

/**
 * @param {Page} page
 * @param {Known} known
 */
async function setUp(page, known) {
  const { say } = page.language;
  const { secret, otpauth_uri: uri } = await page.api.account.beginTotp();
  const others = endOthersChoice(page);
  const picture = element("div", { class: "totp__picture" });
  const body = element(
    "div",
    { class: "totp" },
    element("p", {}, say("totp.scan")),
    picture,
    element("p", { class: "quiet" }, say("totp.type")),
    element("p", { class: "totp__secret", translate: "no" }, inFours(secret)),
    element("a", { class: "link", href: uri }, say("totp.open")),
    form(page, {
      fields: [{ ...code, label: "totp.label" }],
      submit: "totp.confirm",
      extra: others.node,
      texts: { 401: "secondFactor.wrong", 403: "secondFactor.wrong", 422: "secondFactor.wrong" },
      onSubmit: async (values) => {
        const given = values.code.replaceAll(/\s/g, "");
        const codes = await page.api.account.confirmTotp(given, others.chosen());
        fill(
          body,
          recoveryCodes(page, codes, () => dialog.close()),
        );
        keepOpen(dialog);
        await known.reload();
      },
    }),
  );
  const dialog = openDialog(page, say("totp.title"), body);
  try {
    fill(picture, await qrCode(uri, say("totp.picture")));
  } catch (problem) {
    // The secret as text does the same.
    console.info("The picture could not be drawn.", problemText(page.language, problem));
    picture.remove();
  }
}

/**
 * @param {string} secret
 * @returns {string} in groups that one can read and type
 */
function inFours(secret) {
  return secret.match(/.{1,4}/g)?.join(" ") ?? secret;
}

/**
 * @param {Page} page
 * @param {Known} known
 */
async function renew(page, known) {
  const codes = await page.api.account.newRecoveryCodes();
  const body = recoveryCodes(page, codes, () => dialog.close());
  const dialog = openDialog(page, page.language.say("recovery.title"), body);
  keepOpen(dialog);
  await known.reload();
}

/**
 * @param {Page} page
 * @param {Known} known
 */
function askRemove(page, known) {
  const { say } = page.language;
  const others = endOthersChoice(page);
  confirmFirst(page, {
    extra: others.node,
    title: say("totp.remove.title"),
    lead: say("totp.remove.lead"),
    submit: say("totp.remove"),
    work: async () => {
      await page.api.account.removeTotp(others.chosen());
      await known.reload();
    },
  });
}
