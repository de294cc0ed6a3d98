// What is kept of one: taken along as a file, or deleted with the account.

import { saveFile } from "../save-file.js";
import { act, confirmFirst, line, panel } from "./panel.js";

/** @typedef {import("../../page.js").Page} Page */

/**
 * @param {Page} page
 * @param {import("./account.js").Known} known
 */
export function dataPanel(page, { user }) {
  const { say } = page.language;
  return panel(
    say("data.title"),
    line({
      name: say("data.export"),
      note: say("data.export.why"),
      actions: [
        act(page, say("data.export.submit"), async () => {
          saveFile(await page.api.account.exported(), "dorandoran-export.zip");
          page.notify(say("data.export.done"));
        }),
      ],
    }),
    line({
      name: say("data.delete"),
      note: say(user.guest ? "data.delete.guest" : "data.delete.why"),
      actions: [
        act(page, say("data.delete"), async () => askDelete(page, user), "link link--risk"),
      ],
    }),
  );
}

/**
 * @param {Page} page
 * @param {import("../../wire.js").User} user
 */
function askDelete(page, user) {
  const { say } = page.language;
  confirmFirst(page, {
    title: say("data.delete.title"),
    lead: say(user.guest ? "data.delete.guest" : "data.delete.lead"),
    submit: say("data.delete"),
    work: async () => {
      await page.api.account.remove();
      page.leave();
      page.notify(say("data.delete.done"));
    },
  });
}
