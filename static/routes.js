// Where the page is, as the part of its address after `#`: a room, or the start.

/** @typedef {{name: "start"} | {name: "room", id: string}} Route */

const room = /^#\/rooms\/([0-9A-Za-z-]{1,64})$/;

/**
 * @param {string} hash as in `location.hash`
 * @returns {Route} the start where the address is not known
 */
export function readRoute(hash) {
  const id = room.exec(hash)?.[1];
  return id === undefined ? { name: "start" } : { name: "room", id };
}

/**
 * @param {Route} route
 * @returns {string} the address for a link
 */
export function hashOf(route) {
  return route.name === "room" ? `#/rooms/${route.id}` : "#/";
}
