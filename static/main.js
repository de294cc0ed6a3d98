// Starts the page: joins its parts with what the browser offers.

import "./vendor/centrifuge.js";

import { createHttp } from "./http.js";
import { firstLanguage } from "./language.js";
import { chosenLanguage, Page } from "./page.js";
import { Passkeys } from "./passkeys.js";
import { Realtime } from "./realtime.js";
import { lockOfAllTabs, Session, storedAt } from "./session.js";
import { usableStorage } from "./storage.js";

const { Centrifuge } = /** @type {any} */ (globalThis);
const storage = usableStorage(() => window.localStorage);
const http = createHttp(window.fetch.bind(window));
const session = new Session({ storage, http, lock: lockOfAllTabs(navigator.locks) });

const page = new Page({
  root: /** @type {HTMLElement} */ (document.getElementById("page")),
  notices: /** @type {HTMLElement} */ (document.getElementById("notices")),
  location: window.location,
  history: window.history,
  passkeys: new Passkeys({
    credentials: navigator.credentials,
    kinds: /** @type {any} */ (window).PublicKeyCredential,
  }),
  storage,
  language: firstLanguage(chosenLanguage(storage), navigator.languages),
  session,
  http,
  newRealtime: () => new Realtime({ Centrifuge, origin: window.location.origin, session }),
});

window.addEventListener("hashchange", () => page.arrive());
window.addEventListener("storage", ({ key, oldValue, newValue }) => {
  // Another tab signed in or out; a renewal of tokens changes nothing to be seen.
  const changed = (oldValue === null) !== (newValue === null);
  if ((key === storedAt || key === null) && changed) page.signedOut();
});
page.arrive();
