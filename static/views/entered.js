// Back from a provider: signed in, nearly so, linked, or told why not.

import { button, element, fill } from "../element.js";
import { problemText } from "../problem-text.js";
import { door, tell } from "./door.js";
import { focusOn, nextStep } from "./next-step.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {Extract<import("../routes.js").Route, {name: "entered"}>} Arrival */

/** A ticket is good once, but its view may be drawn again, in another language.
 * @type {WeakMap<Arrival, Promise<import("../coming-in.js").Entered>>} */
const answers = new WeakMap();

/**
 * @param {Page} page
 * @param {Arrival} arrival
 * @returns {import("../page.js").View}
 */
export function enteredView(page, arrival) {
  const { say } = page.language;
  document.title = "도란도란";
  const { node, card } = door(page, element("p", { class: "quiet" }, say("app.loading")));
  const ends = { onEntered: entered, onCancel: () => page.go({ name: "start" }, { way: "logIn" }) };

  /** @param {import("../coming-in.js").Entered} answer */
  function entered(answer) {
    const step = nextStep(page, answer, ends);
    if (step === null) return done(page, arrival);
    fill(card, step);
    focusOn(step);
  }

  const answer = answers.get(arrival) ?? exchanged(page, arrival);
  answers.set(arrival, answer);
  answer.then(entered, (problem) => refuse(page, card, problem));
  return { node };
}

/**
 * @param {Page} page
 * @param {Arrival} arrival
 * @returns {Promise<import("../coming-in.js").Entered>}
 */
async function exchanged({ api }, { purpose, ticket }) {
  if (purpose === "sign_in") return api.comingIn.entered(ticket);
  if (purpose === "prove") return api.account.proveEntered(ticket);
  await api.account.link(ticket);
  return null;
}

/**
 * @param {Page} page
 * @param {Arrival} arrival
 */
function done(page, { purpose }) {
  page.go({ name: purpose === "sign_in" ? "start" : "account" });
  if (purpose !== "sign_in") page.notify(page.language.say(`entered.${purpose}`));
}

/**
 * The provider, or what it said, was refused.
 *
 * @param {Page} page
 * @param {string} why the kind of problem
 * @returns {import("../page.js").View}
 */
export function notEnteredView(page, why) {
  const { node, card } = door(page);
  refuse(page, card, { code: null, kind: why, detail: why });
  return { node };
}

/**
 * @param {Page} page
 * @param {HTMLElement} card
 * @param {unknown} problem
 */
function refuse(page, card, problem) {
  const { say } = page.language;
  const signedIn = page.session.user !== null;
  tell(card, {
    title: say("entered.failed"),
    lead: problemText(page.language, problem),
    failed: true,
    actions: [
      button(
        { class: "button button--main" },
        () => page.go({ name: signedIn ? "account" : "start" }, { way: "logIn" }),
        say(signedIn ? "account.title" : "logIn.submit"),
      ),
    ],
  });
}
