// The learner's open conversations, the latest first.

import { element } from "../element.js";
import { hashOf } from "../routes.js";
import { avatar } from "./avatar.js";
import { dots } from "./closeness-choice.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../wire.js").Persona} Persona */
/** @typedef {import("../wire.js").Room} Room */

/**
 * @param {Page} page
 * @param {readonly Persona[]} personas
 * @param {readonly Room[]} rooms
 */
export function roomLinks(page, personas, rooms) {
  const { language } = page;
  if (rooms.length === 0) return null;
  const newestFirst = [...rooms].sort((one, other) =>
    other.changed_at.localeCompare(one.changed_at),
  );
  const links = newestFirst.map((room) => {
    const persona = personas.find(({ key }) => key === room.persona);
    const shown = persona ?? { key: room.persona, name: room.persona };
    const closeness = persona?.closenesses.find(({ level }) => level === room.closeness);
    const day = language.say("start.lastChanged", { day: language.day(room.changed_at) });
    return element(
      "li",
      {},
      element(
        "a",
        { class: "room-link", href: hashOf({ name: "room", id: room.id }) },
        avatar(shown),
        element(
          "span",
          { class: "room-link__text" },
          element("span", { class: "room-link__name", lang: "ko" }, shown.name),
          element(
            "span",
            { class: "room-link__closeness" },
            dots(room.closeness),
            closeness ? language.of(closeness, "label") : null,
          ),
          element("span", { class: "room-link__day" }, day),
        ),
      ),
    );
  });
  return element(
    "section",
    { class: "section" },
    element("h2", { class: "section__title" }, language.say("start.rooms")),
    element("ul", { class: "room-links" }, ...links),
  );
}
