// A conversation on the screen: joins the room's connection, the outbox, and the parts one sees.

import { element } from "../element.js";
import { Outbox } from "../outbox.js";
import { problemText } from "../problem-text.js";
import { newRequestId } from "../request-id.js";
import { RoomConnection } from "../room-connection.js";
import { openTurn, timeline } from "../room-timeline.js";
import { forgetUnsent, UnsentStore } from "../unsent-store.js";
import { Announcer } from "./announcer.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { RoomHeader } from "./room-header.js";

/** @param {number} milliseconds */
const wait = (milliseconds) =>
  /** @type {Promise<void>} */ (new Promise((resolve) => setTimeout(resolve, milliseconds)));

export class RoomScreen {
  #drawing = false;
  #closed = false;
  /** @type {string | null} the turn that was asked to stop, and has not ended yet */
  #stopping = null;
  #unwatch = () => {};
  #page;
  #room;

  /**
   * @param {object} parts
   * @param {import("../page.js").Page} parts.page
   * @param {import("../wire.js").Room} parts.room
   * @param {import("../wire.js").Persona} parts.persona
   * @param {string} parts.tutor
   * @param {() => void} parts.onGone told when the room is not there for this learner
   */
  constructor({ page, room, persona, tutor, onGone }) {
    this.#page = page;
    this.#room = room;
    const changed = () => this.#draw();
    this.connection = new RoomConnection({
      realtime: page.realtime,
      roomId: room.id,
      wait,
      random: Math.random,
      onChange: changed,
      onGone,
    });
    this.outbox = new Outbox({
      store: new UnsentStore(room.id, page.storage, page.sealing),
      send: (requestId, text) => this.connection.send(requestId, text),
      wait,
      random: Math.random,
      newId: () => newRequestId(crypto),
      onChange: changed,
    });
    this.header = new RoomHeader(page, persona, tutor, {
      move: (level) => this.#moveCloseness(level),
      leave: () => this.#leave(),
    });
    this.composer = new Composer(page.language, persona.name, {
      send: (text) => this.#send(text),
      stop: () => void this.#stop(),
    });
    this.conversation = new Conversation(page, persona, {
      older: () => this.connection.loadOlder(),
      retry: (requestId) => this.outbox.retry(requestId),
      discard: (requestId) => this.outbox.remove(requestId),
      edit: (requestId, text) => {
        this.outbox.remove(requestId);
        this.composer.put(text);
      },
    });
    this.announcer = new Announcer(page.language, persona.name);
    document.title = `${persona.name} · 도란도란`;
    this.nodes = [
      this.header.node,
      element("main", { class: "room__main" }, this.conversation.node),
      this.composer.node,
      this.announcer.node,
    ];
  }

  open() {
    this.connection.open();
    this.#unwatch = this.#page.realtime.watch((status) => {
      this.header.showStatus(status);
      if (status === "connected") this.outbox.start();
    });
    this.#draw();
    this.composer.focus();
  }

  close() {
    this.#closed = true;
    this.#unwatch();
    this.outbox.close();
    this.connection.close();
    this.conversation.close();
  }

  /** Draw once for everything that happened since the last frame. */
  #draw() {
    if (this.#drawing) return;
    this.#drawing = true;
    const draw = () => {
      this.#drawing = false;
      if (!this.#closed) this.#drawNow();
    };
    // A page in the background gets no frames, but its screen reader may still be listened to.
    if (document.hidden) setTimeout(draw, 100);
    else requestAnimationFrame(draw);
  }

  #drawNow() {
    const { state, loaded, hasOlder } = this.connection;
    this.outbox.settle((id) => id in state.messages);
    const open = state.room?.open ?? true;
    this.conversation.show(timeline(state, this.outbox.entries), { loaded, hasOlder });
    this.header.showRoom(state.room?.closeness ?? this.#room.closeness, state.progress);
    const turn = openTurn(state);
    this.composer.show({ open, replying: turn !== null, stopping: turn === this.#stopping });
    if (loaded) this.announcer.tell(state);
  }

  /** @param {string} text */
  #send(text) {
    this.outbox.add(text, this.connection.state.highest);
    this.conversation.toEnd();
  }

  async #stop() {
    const turn = openTurn(this.connection.state);
    if (turn === null) return;
    this.#stopping = turn;
    this.#draw();
    try {
      await this.connection.stop(turn);
    } catch (problem) {
      this.#stopping = null;
      this.#draw();
      this.#page.notify(problemText(this.#page.language, problem));
    }
  }

  /** @param {number} level */
  async #moveCloseness(level) {
    this.#room = await this.#page.api.moveCloseness(this.#room.id, level);
    this.#draw();
  }

  async #leave() {
    await this.#page.api.leaveRoom(this.#room.id);
    forgetUnsent(this.#page.storage, this.#room.id);
    this.#page.go({ name: "start" });
  }
}
