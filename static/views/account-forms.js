// The forms by which a learner comes in: as a guest, with a new account, or with an old one.

import { button } from "../element.js";
import { form } from "./form.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("./field.js").Field} Field */
/** @typedef {(answer: import("../coming-in.js").Entered) => void} OnEntered told when the server
 *   let them in, or wants something more */

/** @type {Field} */
export const nickname = {
  name: "nickname",
  attributes: { autocomplete: "nickname", maxlength: 40 },
};
/** @type {Field} */
export const birthYear = {
  name: "birth_year",
  hint: "field.birth_year.why",
  attributes: { inputmode: "numeric", autocomplete: "bday-year", maxlength: 4, pattern: "[0-9]*" },
};
/** @type {Field} */
export const email = { name: "email", attributes: { type: "email", autocomplete: "username" } };
/** @type {Field} */
export const password = {
  name: "password",
  attributes: { type: "password", autocomplete: "current-password", maxlength: 128 },
};
/** @type {Field} */
export const newPassword = {
  ...password,
  hint: "field.password.why",
  attributes: { ...password.attributes, autocomplete: "new-password" },
};
/** @type {Field} */
export const code = {
  name: "code",
  attributes: { inputmode: "numeric", autocomplete: "one-time-code", maxlength: 7 },
};
/** @type {Field} */
export const recoveryCode = {
  name: "recovery_code",
  attributes: { autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: 64 },
};

const taken = /** @type {const} */ ({ conflict: "field.email.taken" });

/**
 * @param {Page} page
 * @param {OnEntered} onEntered
 */
export function guestForm(page, onEntered) {
  return form(page, {
    fields: [nickname, birthYear],
    submit: "guest.submit",
    onSubmit: async (values) => onEntered(await page.api.comingIn.asGuest(newcomer(page, values))),
  });
}

/**
 * @param {Page} page
 * @param {OnEntered} onEntered
 * @param {() => void} onForgot told when they do not know the password
 */
export function logInForm(page, onEntered, onForgot) {
  // Browsers offer passkeys in a field that asks for it (WebAuthn Level 3, 5.1.4).
  const attributes = { ...email.attributes, autocomplete: "username webauthn" };
  return form(page, {
    fields: [{ ...email, attributes }, password],
    submit: "logIn.submit",
    texts: { forbidden: "problem.account-not-active" },
    extra: button({ class: "link form__aside" }, onForgot, page.language.say("account.forgot")),
    onSubmit: async (values) => onEntered(await page.api.comingIn.logIn(credentials(values))),
  });
}

/**
 * @param {Page} page
 * @param {OnEntered} onEntered
 */
export function registerForm(page, onEntered) {
  return form(page, {
    fields: [nickname, birthYear, email, newPassword],
    submit: "register.submit",
    texts: taken,
    onSubmit: async (values) => {
      const account = { ...newcomer(page, values), ...credentials(values) };
      onEntered(await page.api.comingIn.register(account));
    },
  });
}

/**
 * An account that has a passkey and no password.
 *
 * @param {Page} page
 * @param {OnEntered} onEntered
 */
export function passkeyRegisterForm(page, onEntered) {
  const { comingIn } = page.api;
  return form(page, {
    fields: [nickname, birthYear, email],
    submit: "register.passkey.submit",
    texts: taken,
    onSubmit: async (values) => {
      const account = { ...newcomer(page, values), email: values.email.trim() };
      const { ticket, options } = await comingIn.passkeyForAccount(account);
      onEntered(await comingIn.registerWithPasskey(ticket, await page.passkeys.made(options)));
    },
  });
}

/**
 * @param {Page} page
 * @param {() => void} onKept
 */
export function keepAccountForm(page, onKept) {
  return form(page, {
    fields: [email, newPassword],
    submit: "keep.submit",
    texts: taken,
    onSubmit: async (values) => {
      await page.api.account.keep(credentials(values));
      onKept();
    },
  });
}

/**
 * @param {Page} page
 * @param {Record<string, string>} values
 */
export function newcomer(page, values) {
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
