// Where the page is, as the part of its address after `#`.

/** @typedef {"verify" | "reset" | "email"} LinkKind what a mailed link is for */
/** @typedef {{name: "start"} | {name: "account"} | {name: "room", id: string} |
 *   {name: "link", kind: LinkKind, token: string} |
 *   {name: "entered", purpose: "sign_in" | "link" | "prove", ticket: string} |
 *   {name: "notEntered", why: string}} Route */

const room = /^#\/rooms\/([0-9A-Za-z-]{1,64})$/;
const link = /^#\/(verify|reset|email)\/([\w-]{8,512})$/;
const entered = /^#\/entered\/(sign_in|link|prove)\/([\w-]{8,512})$/;
const notEntered = /^#\/not-entered\/([a-z-]{1,64})$/;

/**
 * @param {string} hash as in `location.hash`
 * @returns {Route} the start where the address is not known
 */
export function readRoute(hash) {
  const [, id] = room.exec(hash) ?? [];
  if (id !== undefined) return { name: "room", id };
  if (hash === "#/account") return { name: "account" };
  const [, kind, token] = link.exec(hash) ?? [];
  if (kind !== undefined) return { name: "link", kind: /** @type {LinkKind} */ (kind), token };
  const [, purpose, ticket] = entered.exec(hash) ?? [];
  if (purpose !== undefined)
    return { name: "entered", purpose: /** @type {any} */ (purpose), ticket };
  const [, why] = notEntered.exec(hash) ?? [];
  return why === undefined ? { name: "start" } : { name: "notEntered", why };
}

/**
 * @param {Route} route
 * @returns {string} the address for a link; what is secret in a route is never part of it
 */
export function hashOf(route) {
  if (route.name === "room") return `#/rooms/${route.id}`;
  return route.name === "account" ? "#/account" : "#/";
}

/**
 * @param {Route} route
 * @returns {boolean} whether its address holds something that must not stay in the history
 */
export function isSecret(route) {
  return route.name === "link" || route.name === "entered";
}
