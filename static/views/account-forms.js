// The forms by which a learner comes in: as a guest, with a new account, or with an old one.

import { form } from "./form.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("./form.js").Field} Field */

/** @type {Field} */
const nickname = { name: "nickname", attributes: { autocomplete: "nickname", maxlength: 40 } };
/** @type {Field} */
const birthYear = {
  name: "birth_year",
  hint: "field.birth_year.why",
  attributes: { inputmode: "numeric", autocomplete: "bday-year", maxlength: 4, pattern: "[0-9]*" },
};
/** @type {Field} */
const email = { name: "email", attributes: { type: "email", autocomplete: "username" } };
/** @type {Field} */
const password = {
  name: "password",
  attributes: { type: "password", autocomplete: "current-password", maxlength: 128 },
};
/** @type {Field} */
const newPassword = {
  ...password,
  hint: "field.password.why",
  attributes: { ...password.attributes, autocomplete: "new-password" },
};

/** @param {Page} page */
export function guestForm(page) {
  return form(page, [nickname, birthYear], "guest.submit", async (values) => {
    await page.api.enterAsGuest(newcomer(page, values));
    page.show();
  });
}

/** @param {Page} page */
export function logInForm(page) {
  return form(page, [email, password], "logIn.submit", async (values) => {
    await page.api.logIn(credentials(values));
    page.show();
  });
}

/** @param {Page} page */
export function registerForm(page) {
  const fields = [nickname, birthYear, email, newPassword];
  return form(page, fields, "register.submit", async (values) => {
    await page.api.register({ ...newcomer(page, values), ...credentials(values) });
    page.show();
  });
}

/**
 * @param {Page} page
 * @param {() => void} onKept
 */
export function keepAccountForm(page, onKept) {
  return form(page, [email, newPassword], "keep.submit", async (values) => {
    await page.api.keepAccount(credentials(values));
    onKept();
  });
}

/**
 * @param {Page} page
 * @param {Record<string, string>} values
 */
function newcomer(page, values) {
  return {
    nickname: values.nickname.trim(),
    birth_year: Number(values.birth_year),
    language: page.language.code,
  };
}

/** @param {Record<string, string>} values */
function credentials(values) {
  return { email: values.email.trim(), password: values.password };
}
