// The people one can talk to; a card leads to the open conversation, or to the choice of closeness.

import { button, element } from "../element.js";
import { avatar } from "./avatar.js";
import { askCloseness } from "./closeness-choice.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../wire.js").Persona} Persona */
/** @typedef {import("../wire.js").Room} Room */

/**
 * @param {Page} page
 * @param {readonly Persona[]} personas
 * @param {readonly Room[]} rooms
 */
export function personaCards(page, personas, rooms) {
  const { language } = page;
  const cards = personas.map((persona) => {
    const room = rooms.find((each) => each.persona === persona.key);
    return element("li", {}, card(page, persona, room));
  });
  return element(
    "section",
    { class: "section" },
    element("h2", { class: "section__title" }, language.say("start.people")),
    element("ul", { class: "cards" }, ...cards),
  );
}

/**
 * @param {Page} page
 * @param {Persona} persona
 * @param {Room | undefined} room the open one with this persona
 */
function card(page, persona, room) {
  const { language } = page;
  const choose = () => {
    if (room) return page.go({ name: "room", id: room.id });
    return askCloseness(page, persona, {
      title: "closeness.title",
      submit: "closeness.submit",
      level: 1,
      onChosen: async (level) => {
        const opened = await page.api.openRoom(persona.key, level);
        page.go({ name: "room", id: opened.id });
      },
    });
  };
  return button(
    { class: "card" },
    choose,
    avatar(persona),
    element(
      "span",
      { class: "card__body" },
      element(
        "span",
        { class: "card__name" },
        element("span", { lang: "ko" }, persona.name),
        room ? element("span", { class: "tag" }, language.say("start.open")) : null,
      ),
      element(
        "span",
        { class: "card__rank" },
        [
          language.of(persona, "rank"),
          persona.age === null ? "" : language.say("start.age", { age: persona.age }),
        ]
          .filter(Boolean)
          .join(" · "),
      ),
      element("span", { class: "card__description" }, language.of(persona, "description")),
    ),
  );
}
