// The passkeys of the account: added, named, removed.

import { element } from "../../element.js";
import { openDialog } from "../dialog.js";
import { form } from "../form.js";
import { act, confirmFirst, endOthersChoice, line, panel } from "./panel.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("./account.js").Known} Known */
/** @typedef {import("../../wire.js").PasskeyShown} PasskeyShown */

/** @type {import("../field.js").Field} */
const passkeyName = { name: "name", attributes: { maxlength: 60, autocomplete: "off" } };

/**
 * @param {Page} page
 * @param {Known} known
 */
export function passkeysPanel(page, known) {
  const { say } = page.language;
  const lines = known.factors.passkeys.map((passkey) => passkeyLine(page, known, passkey));
  const add = act(page, say("passkeys.add"), async () => askAdd(page, known), "button");
  return panel(
    say("passkeys.title"),
    element("p", { class: "quiet" }, say("passkeys.why")),
    lines.length > 0 && element("ul", { class: "lines" }, ...lines),
    element(
      "div",
      { class: "panel__actions" },
      page.passkeys.offered ? add : element("p", { class: "quiet" }, say("passkeys.none")),
    ),
  );
}

/**
 * @param {Page} page
 * @param {Known} known
 * @param {PasskeyShown} passkey
 */
function passkeyLine(page, known, passkey) {
  const { language } = page;
  const { say } = language;
  const used = passkey.last_used_at
    ? say("passkeys.used", { day: language.day(passkey.last_used_at) })
    : say("passkeys.unused");
  return line({
    tag: "li",
    name: passkey.name,
    note: `${say("passkeys.made", { day: language.day(passkey.created_at) })} · ${used}`,
    actions: [
      act(page, say("passkeys.rename"), async () => askName(page, known, passkey)),
      act(page, say("passkeys.remove"), async () => askRemove(page, known, passkey)),
    ],
  });
}

/**
 * @param {Page} page
 * @param {Known} known
 */
function askAdd(page, known) {
  const { account } = page.api;
  const { say } = page.language;
  const others = endOthersChoice(page);
  const suggested = say("passkeys.name", { number: known.factors.passkeys.length + 1 });
  const dialog = openDialog(
    page,
    say("passkeys.add"),
    form(page, {
      fields: [{ ...passkeyName, value: suggested }],
      submit: "passkeys.add.submit",
      extra: others.node,
      onSubmit: async ({ name }) => {
        const { ticket, options } = await account.passkeyChallenge();
        const credential = await page.passkeys.made(options);
        await account.addPasskey(ticket, name.trim(), credential, others.chosen());
        dialog.close();
        page.notify(say("passkeys.added"));
        await known.reload();
      },
    }),
  );
}

/**
 * @param {Page} page
 * @param {Known} known
 * @param {PasskeyShown} passkey
 */
function askName(page, known, passkey) {
  const dialog = openDialog(
    page,
    page.language.say("passkeys.rename"),
    form(page, {
      fields: [{ ...passkeyName, value: passkey.name }],
      submit: "passkeys.rename",
      onSubmit: async ({ name }) => {
        await page.api.account.renamePasskey(passkey.id, name.trim());
        dialog.close();
        await known.reload();
      },
    }),
  );
}

/**
 * @param {Page} page
 * @param {Known} known
 * @param {PasskeyShown} passkey
 */
function askRemove(page, known, passkey) {
  const { say } = page.language;
  const others = endOthersChoice(page);
  confirmFirst(page, {
    extra: others.node,
    title: say("passkeys.remove.title", { name: passkey.name }),
    lead: say("passkeys.remove.lead"),
    submit: say("passkeys.remove"),
    work: async () => {
      await page.api.account.removePasskey(passkey.id, others.chosen());
      await known.reload();
    },
  });
}
