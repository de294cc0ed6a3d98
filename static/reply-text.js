// A reply's text as its deltas come in: in any order, twice, or overlapping, the text is the same.

/** @typedef {{at: number, text: string}} Piece */

/**
 * Add a delta to the text so far.
 *
 * `at` counts UTF-16 code units. What the text already has is skipped; a piece that begins beyond
 * its end waits in `pending` until what is missing has come.
 *
 * @param {{text: string, pending: readonly Piece[]}} reply
 * @param {number} at
 * @param {string} addition
 * @returns {{text: string, pending: readonly Piece[]}}
 */
export function withDelta(reply, at, addition) {
  let text = reply.text;
  /** @type {Piece[]} */
  const pending = [];
  const pieces = [...reply.pending, { at, text: addition }];
  pieces.sort((one, other) => one.at - other.at);
  for (const piece of pieces) {
    if (piece.at <= text.length) {
      text += piece.text.slice(text.length - piece.at);
    } else {
      keepLongest(pending, piece);
    }
  }
  return { text, pending };
}

/**
 * @param {Piece[]} pending sorted by `at`
 * @param {Piece} piece not before the last of them
 */
function keepLongest(pending, piece) {
  const last = pending.at(-1);
  if (last?.at !== piece.at) {
    pending.push(piece);
  } else if (piece.text.length > last.text.length) {
    pending[pending.length - 1] = piece;
  }
}
