// The providers that know this account: linked and unlinked.

import { element } from "../../element.js";
import { act, confirmFirst, line, panel } from "./panel.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("./account.js").Known} Known */

/**
 * @param {Page} page
 * @param {Known} known
 */
export function providersPanel(page, known) {
  const { say } = page.language;
  const linked = known.identities.map((identity) =>
    line({
      tag: "li",
      name: identity.name,
      note: say("providers.since", { day: page.language.day(identity.linked_at) }),
      actions: [act(page, say("providers.unlink"), async () => askUnlink(page, known, identity))],
    }),
  );
  const more = known.ways.providers
    .filter(({ id }) => !known.identities.some(({ provider }) => provider === id))
    .map(({ id, name }) =>
      line({
        tag: "li",
        name,
        note: say("providers.not"),
        actions: [
          act(page, say("providers.link"), async () =>
            page.leaveFor(await page.api.account.atProvider(id, "link")),
          ),
        ],
      }),
    );
  if (linked.length + more.length === 0) return null;
  return panel(say("providers.title"), element("ul", { class: "lines" }, ...linked, ...more));
}

/**
 * @param {Page} page
 * @param {Known} known
 * @param {import("../../wire.js").IdentityShown} identity
 */
function askUnlink(page, known, identity) {
  const { say } = page.language;
  const { name } = identity;
  confirmFirst(page, {
    title: say("providers.unlink.title", { name }),
    lead: say("providers.unlink.lead", { name }),
    submit: say("providers.unlink"),
    work: async () => {
      await page.api.account.unlink(identity.provider);
      await known.reload();
    },
  });
}
