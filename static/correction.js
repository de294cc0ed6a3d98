// A learner's sentence cut where it was changed: pieces of the original and of the corrected one.

/** @typedef {import("./wire.js").Edit} Edit */
/** @typedef {{text: string, edit: Edit | null}} Piece */

/**
 * The corrected sentence in pieces, each changed one with its edit.
 *
 * Where the edits do not add up to `corrected` (they overlap, or speak of another text), the
 * sentence is given in one unmarked piece: a mark in the wrong place would teach something wrong.
 *
 * @param {string} text the learner's message, NFC
 * @param {readonly Edit[]} edits positions in UTF-16 code units of `text`
 * @param {string | null} corrected
 * @returns {Piece[]}
 */
export function correctedPieces(text, edits, corrected) {
  const wrong = edits.filter((edit) => edit.degree === "wrong");
  for (const chosen of [edits, wrong]) {
    const pieces = applied(text, chosen);
    const whole = pieces?.map((piece) => piece.text).join("");
    if (pieces && (corrected === null || whole === corrected)) return pieces;
  }
  return [{ text: corrected ?? text, edit: null }];
}

/**
 * @param {string} text
 * @param {readonly Edit[]} edits
 * @returns {Piece[] | null} `null` where the edits do not fit the text
 */
function applied(text, edits) {
  /** @type {Piece[]} */
  const pieces = [];
  let position = 0;
  for (const edit of [...edits].sort((one, other) => one.start - other.start)) {
    const fits = edit.start >= position && text.slice(edit.start, edit.end) === edit.was;
    if (!fits) return null;
    if (edit.start > position) pieces.push({ text: text.slice(position, edit.start), edit: null });
    pieces.push({ text: edit.becomes, edit });
    position = edit.end;
  }
  if (position < text.length) pieces.push({ text: text.slice(position), edit: null });
  return pieces;
}

const order = ["style", "honorific", "word", "grammar", "spelling", "spacing"];

/**
 * The edits in the order they are taught: what is wrong before what is only suggested, then style,
 * meaning, spelling.
 *
 * @param {readonly Edit[]} edits
 * @returns {Edit[]}
 */
export function inTeachingOrder(edits) {
  /** @param {Edit} edit */
  const rank = (edit) => {
    const place = order.indexOf(edit.kind);
    const kind = place === -1 ? order.length : place;
    return (edit.degree === "wrong" ? 0 : order.length + 1) + kind;
  };
  return [...edits].sort((one, other) => rank(one) - rank(other) || one.start - other.start);
}

/**
 * How many edits a learner is shown before asking for all.
 *
 * @param {string} level
 * @returns {number}
 */
export function shownAtFirst(level) {
  if (level === "beginner") return 1;
  return level === "intermediate" ? 2 : Infinity;
}
