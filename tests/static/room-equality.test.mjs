// Live, reloaded, recovered and taken over: however a page came to a room, it shows the same.
//
// Each property is tried on many rooms lived by chance; a failure names the seed that shows it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { reloaded, withPage } from "../../static/room-pages.js";
import { emptyRoom, reduce } from "../../static/room-reducer.js";
import { livedStream, randomFrom, rowsOf, shuffled } from "./simulated-room.mjs";

const lives = Array.from({ length: 150 }, (_, place) => place + 1);

/** @param {(random: () => number, stream: object[], live: object, seed: string) => void} holds */
function inEveryLife(holds) {
  for (const seed of lives) {
    const random = randomFrom(seed);
    const stream = livedStream(random, 1 + Math.floor(random() * 4));
    holds(random, stream, stream.reduce(reduce, emptyRoom), `seed ${seed}`);
  }
}

const chosen = (random, limit) => Math.floor(random() * (limit + 1));

test("a page reloaded at any moment shows what the live one shows then", () => {
  inEveryLife((random, stream, _, named) => {
    const moment = chosen(random, stream.length);
    const seen = stream.slice(0, moment);
    const page = { events: rowsOf(seen, 0) };
    assert.deepEqual(reloaded(emptyRoom, page), seen.reduce(reduce, emptyRoom), named);
  });
});

test("a page that loads in the middle and follows the stream ends like the live one", () => {
  inEveryLife((random, stream, live, named) => {
    const position = chosen(random, stream.length);
    const moment = position + chosen(random, stream.length - position);
    const page = { events: rowsOf(stream.slice(0, moment), chosen(random, 4)) };
    const state = stream.slice(position).reduce(reduce, reloaded(emptyRoom, page));
    assert.deepEqual(state, live, named);
  });
});

test("a page that was away loads again over what it had, and ends like the live one", () => {
  inEveryLife((random, stream, live, named) => {
    const left = chosen(random, stream.length);
    const back = left + chosen(random, stream.length - left);
    const known = stream.slice(0, left).reduce(reduce, emptyRoom);
    const page = { events: rowsOf(stream.slice(0, back), chosen(random, 4)) };
    assert.deepEqual(stream.slice(back).reduce(reduce, reloaded(known, page)), live, named);
  });
});

test("events that come twice, or all of them in any order, make the same room", () => {
  inEveryLife((random, stream, live, named) => {
    const twice = stream.filter(() => random() < 0.3);
    const state = shuffled(random, [...stream, ...twice]).reduce(reduce, emptyRoom);
    assert.deepEqual(state, live, named);
  });
});

test("a recovery that repeats what was seen changes nothing", () => {
  inEveryLife((random, stream, live, named) => {
    const from = chosen(random, stream.length);
    assert.deepEqual(stream.slice(from).reduce(reduce, live), live, named);
  });
});

test("older pages, in whatever pieces, complete the room", () => {
  inEveryLife((random, stream, live, named) => {
    const rows = rowsOf(stream, 0);
    const cut = chosen(random, rows.length);
    const newest = reloaded(emptyRoom, { events: rows.slice(cut) });
    assert.deepEqual(withPage(newest, { events: rows.slice(0, cut) }), live, named);
  });
});
