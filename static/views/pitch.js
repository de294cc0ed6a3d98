// What the first page promises, and an example of it.

import { element } from "../element.js";

/** @param {import("../page.js").Page} page */
export function pitch(page) {
  const { say } = page.language;
  return element(
    "section",
    { class: "pitch" },
    element("h1", { class: "pitch__title" }, say("welcome.title")),
    element("p", { class: "pitch__lead" }, say("welcome.lead")),
    element(
      "figure",
      { class: "sample", "aria-label": say("welcome.example") },
      element("figcaption", { class: "sample__caption" }, say("welcome.example.toWhom")),
      element("p", { class: "sample__said", lang: "ko" }, "부장님, 밥 먹었어?"),
      element(
        "p",
        { class: "sample__better", lang: "ko" },
        "부장님, ",
        element("mark", { class: "mark mark--wrong" }, "식사하셨습니까"),
        "?",
      ),
      element("p", { class: "sample__note" }, say("welcome.example.note")),
    ),
  );
}
