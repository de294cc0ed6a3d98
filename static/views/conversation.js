// The conversation as a list that is drawn in place, and that keeps one's place in it.

import { button, element, fill } from "../element.js";
import { problemText } from "../problem-text.js";
import { sameItem } from "../room-timeline.js";
import { answerView } from "./answer.js";
import { dayView } from "./day.js";
import { ownMessageView } from "./own-message.js";
import { saidView } from "./said.js";
import { unsentView } from "./unsent.js";

/** @typedef {import("../room-timeline.js").Item} Item */
/** @typedef {{page: import("../page.js").Page, persona: import("../wire.js").Persona,
 *   actions: Actions}} Context */
/** @typedef {{older: () => Promise<void>, retry: (requestId: string) => void,
 *   discard: (requestId: string) => void,
 *   edit: (requestId: string, text: string) => void}} Actions */
/** @typedef {{node: HTMLElement, update: (item: any) => void}} ItemView */

/** @type {Record<Item["kind"], (context: Context) => ItemView>} */
const views = {
  day: dayView,
  said: saidView,
  message: ownMessageView,
  answer: answerView,
  outbox: unsentView,
};

/** So many pixels from the end still count as being there. */
const nearEnd = 60;

export class Conversation {
  /** @type {Map<string, {item: Item, view: ItemView}>} */
  #drawn = new Map();
  #atEnd = true;
  #context;
  #list;
  #top;
  #newest;
  #sizes;
  #nearTop;

  /**
   * @param {import("../page.js").Page} page
   * @param {import("../wire.js").Persona} persona
   * @param {Actions} actions
   */
  constructor(page, persona, actions) {
    const { say } = page.language;
    this.#context = { page, persona, actions };
    this.#top = element("div", { class: "conversation__top" });
    this.#list = element("div", { class: "conversation__list" });
    this.#newest = button(
      { class: "newest", hidden: true },
      () => this.toEnd(),
      say("room.newest"),
    );
    this.scroller = element(
      "div",
      {
        class: "conversation",
        role: "log",
        "aria-live": "off",
        "aria-label": say("room.messages", { name: persona.name }),
        tabindex: 0,
      },
      this.#top,
      this.#list,
    );
    this.node = element("div", { class: "conversation__frame" }, this.scroller, this.#newest);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#sizes = new ResizeObserver(() => {
      if (this.#atEnd) this.#jump();
    });
    this.#sizes.observe(this.scroller);
    this.#nearTop = new IntersectionObserver(
      ([{ isIntersecting }]) => {
        if (isIntersecting) void this.#loadOlder();
      },
      { root: this.scroller, rootMargin: "300px 0px 0px 0px" },
    );
  }

  /**
   * @param {readonly Item[]} items
   * @param {{loaded: boolean, hasOlder: boolean}} history
   */
  show(items, history) {
    const place = this.#place();
    this.#showTop(history);
    this.#showItems(items);
    if (this.#atEnd) this.#jump();
    else place();
  }

  /** Go to the newest message, and stay there. */
  toEnd() {
    this.#atEnd = true;
    this.#newest.hidden = true;
    this.#jump();
  }

  close() {
    this.#sizes.disconnect();
    this.#nearTop.disconnect();
  }

  /** @param {readonly Item[]} items */
  #showItems(items) {
    const left = new Set(this.#drawn.keys());
    let next = this.#list.firstChild;
    for (const item of items) {
      const { node } = this.#view(item);
      left.delete(item.key);
      if (node === next) next = next.nextSibling;
      else this.#list.insertBefore(node, next);
    }
    for (const key of left) {
      this.#drawn.get(key)?.view.node.remove();
      this.#drawn.delete(key);
    }
  }

  /**
   * @param {Item} item
   * @returns {ItemView} showing the item
   */
  #view(item) {
    const drawn = this.#drawn.get(item.key);
    if (drawn && sameItem(drawn.item, item)) return drawn.view;
    const view = drawn?.view ?? views[item.kind](this.#context);
    view.update(item);
    this.#drawn.set(item.key, { item, view });
    return view;
  }

  /** @param {{loaded: boolean, hasOlder: boolean}} history */
  #showTop({ loaded, hasOlder }) {
    const shown = !loaded ? "loading" : hasOlder ? "more" : "beginning";
    if (this.#top.dataset.shown === shown) return;
    this.#top.dataset.shown = shown;
    const { say } = this.#context.page.language;
    this.#nearTop.unobserve(this.#top);
    if (shown === "loading") {
      fill(this.#top, element("p", { class: "quiet" }, say("app.loading")));
    } else if (shown === "beginning") {
      fill(this.#top, element("p", { class: "quiet" }, say("room.beginning")));
    } else {
      const more = button({ class: "link" }, () => void this.#loadOlder(), say("room.older"));
      fill(this.#top, more);
      this.#nearTop.observe(this.#top);
    }
  }

  async #loadOlder() {
    const { page, actions } = this.#context;
    const more = this.#top.querySelector("button");
    if (more === null || more.disabled) return;
    more.disabled = true;
    fill(more, page.language.say("room.olderLoading"));
    try {
      await actions.older();
      // Observed anew: where the page was short, its top is still in sight.
      delete this.#top.dataset.shown;
    } catch (problem) {
      more.disabled = false;
      fill(more, page.language.say("room.older"));
      page.notify(problemText(page.language, problem));
    }
  }

  /**
   * Remember what is at the upper edge of the window.
   *
   * @returns {() => void} puts it back there
   */
  #place() {
    const edge = this.scroller.getBoundingClientRect().top;
    // A line between days is no mark: it moves up when older messages of its day come.
    const seen = [...this.#list.querySelectorAll(".row")].find(
      (row) => row.getBoundingClientRect().bottom > edge,
    );
    if (!seen) return () => {};
    const before = seen.getBoundingClientRect().top;
    return () => {
      this.scroller.scrollTop += seen.getBoundingClientRect().top - before;
    };
  }

  #jump() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < nearEnd;
    this.#newest.hidden = this.#atEnd;
  }
}
