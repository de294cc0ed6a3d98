// The page of one room: finds out whom it is with, then shows the conversation.

import { button, element, fill } from "../element.js";
import { problemText } from "../problem-text.js";
import { RoomScreen } from "./room-screen.js";

/** @typedef {import("../page.js").Page} Page */

/**
 * @param {Page} page
 * @param {string} roomId
 * @returns {import("../page.js").View}
 */
export function roomView(page, roomId) {
  const node = element("div", { class: "room" });
  /** @type {RoomScreen | null} */
  let screen = null;
  let closed = false;

  function gone() {
    page.go({ name: "start" });
    page.notify(page.language.say("start.roomGone"));
  }

  async function load() {
    const { language } = page;
    fill(node, element("p", { class: "quiet room__wait" }, language.say("app.loading")));
    try {
      const [personas, rooms, tutor] = await Promise.all([
        page.api.personas(),
        page.api.rooms(),
        page.api.tutor(),
      ]);
      if (closed) return;
      const room = rooms.find(({ id }) => id === roomId);
      if (room === undefined) {
        gone();
        return;
      }
      const persona = personas.find(({ key }) => key === room.persona) ?? unknownPersona(room);
      screen = new RoomScreen({ page, room, persona, tutor, onGone: gone });
      fill(node, ...screen.nodes);
      screen.open();
    } catch (problem) {
      if (closed) return;
      const text = problemText(language, problem);
      fill(
        node,
        element("p", { class: "form__fault room__wait", role: "alert" }, text),
        button({ class: "button" }, () => void load(), language.say("app.again")),
      );
    }
  }

  void load();
  return {
    node,
    close: () => {
      closed = true;
      screen?.close();
    },
  };
}

/**
 * A room's persona may be out of reach by now; its conversation is shown all the same.
 *
 * @param {import("../wire.js").Room} room
 * @returns {import("../wire.js").Persona}
 */
function unknownPersona({ persona, closeness }) {
  const nothing = { rank_ko: "", rank_en: "", description_ko: "", description_en: "", address: "" };
  const level = {
    level: closeness,
    target: "none",
    label_ko: "",
    label_en: "",
    manner_ko: "",
    manner_en: "",
  };
  return { key: persona, name: persona, age: null, ...nothing, closenesses: [level] };
}
