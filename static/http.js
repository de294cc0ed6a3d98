// One HTTP request with JSON in, and JSON or a file out; whatever goes wrong becomes a Problem.

import { Problem } from "./problem.js";

const patience = 20_000;
const filePatience = 300_000;

/**
 * @typedef {object} Request
 * @property {string} method
 * @property {string} path
 * @property {unknown} [body] sent as JSON
 * @property {string | null} [token] access token
 * @property {boolean} [file] whether a file is answered, not JSON
 */

/** @typedef {(request: Request) => Promise<any>} Http the answer's JSON (null where it has none),
 *   or the file as a `Blob` */

/**
 * @param {typeof fetch} fetch
 * @returns {Http}
 */
export function createHttp(fetch) {
  return async ({ method, path, body, token, file = false }) => {
    /** @type {Record<string, string>} */
    const headers = { Accept: file ? "*/*" : "application/json" };
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
        signal: AbortSignal.timeout(file ? filePatience : patience),
        cache: "no-store",
      });
      if (file && response.ok) return await response.blob();
      text = await response.text();
    } catch (cause) {
      throw Problem.unreachable(cause);
    }
    const content = parsed(text);
    if (!response.ok) {
      const retryAfter = response.headers.get("Retry-After");
      throw Problem.ofResponse(response.status, content ?? {}, retryAfter);
    }
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
