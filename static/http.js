// One HTTP request with JSON in and out; whatever goes wrong becomes a Problem.

import { Problem } from "./problem.js";

const patience = 20_000;

/**
 * @typedef {object} Request
 * @property {string} method
 * @property {string} path
 * @property {unknown} [body] sent as JSON
 * @property {string | null} [token] access token
 */

/** @typedef {(request: Request) => Promise<any>} Http the answer's JSON; null where it has none */

/**
 * @param {typeof fetch} fetch
 * @returns {Http}
 */
export function createHttp(fetch) {
  return async ({ method, path, body, token }) => {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (token) headers.Authorization = `Bearer ${token}`;
    /** @type {Response} */
    let response;
    /** @type {string} */
    let text;
    try {
      response = await fetch(path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(patience),
        cache: "no-store",
      });
      text = await response.text();
    } catch (cause) {
      throw Problem.unreachable(cause);
    }
    const content = parsed(text);
    if (!response.ok) throw Problem.ofResponse(response.status, content ?? {});
    return content;
  };
}

/**
 * @param {string} text
 * @returns {any} null where it is empty or no JSON (a proxy's error page)
 */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
