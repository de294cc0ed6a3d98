// The HTTP API by name. A refused access token is renewed once, and the request sent again.

import { Problem } from "./problem.js";

/** @typedef {import("./wire.js").Signed} Signed */
/** @typedef {import("./wire.js").Room} Room */
/** @typedef {{nickname: string, birth_year: number, language: string}} Newcomer */
/** @typedef {{email: string, password: string}} Credentials */

export class Api {
  #http;
  #session;

  /**
   * @param {import("./http.js").Http} http
   * @param {import("./session.js").Session} session
   */
  constructor(http, session) {
    this.#http = http;
    this.#session = session;
  }

  /** @param {Newcomer} newcomer */
  async enterAsGuest(newcomer) {
    this.#session.begin(await this.#open("/api/v1/guests", newcomer));
  }

  /** @param {Newcomer & Credentials} newcomer */
  async register(newcomer) {
    this.#session.begin(await this.#open("/api/v1/accounts", newcomer));
  }

  /** @param {Credentials} credentials */
  async logIn(credentials) {
    const answer = await this.#open("/api/v1/sessions", credentials);
    // 202: the password is right, and the account asks for a second factor too.
    if ("second_factor" in answer) {
      throw new Problem({ code: 202, detail: "a second factor is needed", temporary: false });
    }
    this.#session.begin(answer);
  }

  /** End the session on the server and forget it here. */
  async logOut() {
    await this.#call("DELETE", "/api/v1/sessions/current");
    this.#session.end();
  }

  /**
   * A guest becomes a full account and keeps everything.
   *
   * @param {Credentials} credentials
   */
  async keepAccount(credentials) {
    this.#session.update(await this.#call("POST", "/api/v1/me/credentials", credentials));
  }

  /** @returns {Promise<import("./wire.js").Persona[]>} those the learner's age allows */
  async personas() {
    return (await this.#call("GET", "/api/v1/personas")).personas;
  }

  /** @returns {Promise<Room[]>} the learner's open rooms */
  async rooms() {
    return (await this.#call("GET", "/api/v1/rooms")).rooms;
  }

  /**
   * @param {string} persona
   * @param {number} closeness
   * @returns {Promise<Room>} the open room with this persona, where there is one
   */
  openRoom(persona, closeness) {
    return this.#call("POST", "/api/v1/rooms", { persona, closeness });
  }

  /**
   * @param {string} id
   * @param {number} closeness
   * @returns {Promise<Room>}
   */
  moveCloseness(id, closeness) {
    return this.#call("PATCH", `/api/v1/rooms/${id}`, { closeness });
  }

  /** @param {string} id */
  async leaveRoom(id) {
    await this.#call("DELETE", `/api/v1/rooms/${id}`);
  }

  /** @returns {Promise<string>} `offline`, or the name of the model that answers */
  async tutor() {
    return (await this.#call("GET", "/api/v1/tutor")).tutor;
  }

  /**
   * @param {string} path
   * @param {unknown} body
   * @returns {Promise<Signed>}
   */
  #open(path, body) {
    return this.#http({ method: "POST", path, body });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async #call(method, path, body) {
    const token = this.#session.accessToken;
    try {
      return await this.#http({ method, path, body, token });
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.code !== 401) throw problem;
      return this.#http({ method, path, body, token: await this.#session.renewed(token) });
    }
  }
}
