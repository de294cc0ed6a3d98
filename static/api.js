// The HTTP API by name: conversations here, accounts in parts of their own.

import { Caller } from "./caller.js";
import { ComingIn } from "./coming-in.js";
import { OwnAccount } from "./own-account.js";
import { Problem } from "./problem.js";

/** @typedef {import("./wire.js").Room} Room */

export class Api {
  #session;

  /**
   * @param {import("./http.js").Http} http
   * @param {import("./session.js").Session} session
   */
  constructor(http, session) {
    this.#session = session;
    this.caller = new Caller(http, session);
    this.comingIn = new ComingIn(this.caller, session);
    this.account = new OwnAccount(this.caller, session);
  }

  /**
   * End the session on the server and forget it here, also where the server cannot be reached.
   *
   * @returns {Promise<boolean>} whether the server heard of it
   */
  async logOut() {
    let heard = true;
    try {
      await this.caller.signed({ method: "DELETE", path: "/api/v1/sessions/current" });
    } catch (problem) {
      // A session that is over already needs no ending.
      heard = problem instanceof Problem && problem.code === 401;
    }
    this.#session.end();
    return heard;
  }

  /** @returns {Promise<import("./wire.js").Persona[]>} those the learner's age allows */
  async personas() {
    return (await this.caller.call("GET", "/api/v1/personas")).personas;
  }

  /** @returns {Promise<Room[]>} the learner's open rooms */
  async rooms() {
    return (await this.caller.call("GET", "/api/v1/rooms")).rooms;
  }

  /**
   * @param {string} persona
   * @param {number} closeness
   * @returns {Promise<Room>} the open room with this persona, where there is one
   */
  openRoom(persona, closeness) {
    return this.caller.call("POST", "/api/v1/rooms", { persona, closeness });
  }

  /**
   * @param {string} id
   * @param {number} closeness
   * @returns {Promise<Room>}
   */
  moveCloseness(id, closeness) {
    return this.caller.call("PATCH", `/api/v1/rooms/${id}`, { closeness });
  }

  /** @param {string} id */
  async leaveRoom(id) {
    await this.caller.call("DELETE", `/api/v1/rooms/${id}`);
  }

  /** @returns {Promise<string>} `offline`, or the name of the model that answers */
  async tutor() {
    return (await this.caller.call("GET", "/api/v1/tutor")).tutor;
  }
}
